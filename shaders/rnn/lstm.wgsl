// LSTM, gates i, f, g, o:  z = xz[t] + h·U;  c' = σ(f)·c + σ(i)·φ(g);  h' = σ(o)·φ(c').  mask[t, row] = 0 keeps h and c.
// xz [T, B, 4·H], u [H, 4·H], mask [T, B], drop [B, 4·H] (factors of h per gate); row-major.
// state [·, B, H]: row t holds h before step t; trace [·, B, 5·H]: row t holds σ(i), σ(f), φ(g), σ(o) and c before step t.
// Both may be rings of a few rows. Row 0 of the state and of the cells is set by begin.wgsl.
// A thread computes one unit of four batch rows (eight with `wide`), the components of its vectors.
// With `sequence` a workgroup owns its rows, walks through all steps and loops over the units; without, a dispatch is
// one step, of every unit at once. With `share` the four threads of a workgroup are one subgroup: each reads h of one of
// four units and hands it to the others; H must be a multiple of four. Source: Hochreiter and Schmidhuber (1997); Keras 3, LSTMCell.
import package::lib::cell_activation::activate;

@if(share) enable subgroups;

override LANES: u32 = 4;
override ACTIVATION: u32 = 2;
override RECURRENT_ACTIVATION: u32 = 1;

struct Params {
  steps: u32,
  batch: u32,
  units: u32,
  step: u32,
  state_period: u32,
  trace_period: u32,
}

@if(masked) const MASKED = 1u;
@if(!masked) const MASKED = 0u;
@if(dropped) const DROPPED = 1u;
@if(!dropped) const DROPPED = 0u;
@if(write_last) const WRITE_LAST = 1u;
@if(!write_last) const WRITE_LAST = 0u;
@if(write_hs) const WRITE_HS = 1u;
@if(!write_hs) const WRITE_HS = 0u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> xz: array<f32>;
@group(0) @binding(4) var<storage, read> u: array<f32>;
@group(0) @binding(5) var<storage, read_write> state: array<f32>;
@group(0) @binding(6) var<storage, read_write> trace: array<f32>;
@if(masked) @group(0) @binding(7) var<storage, read> mask: array<f32>;
@if(dropped) @group(0) @binding(7 + MASKED) var<storage, read> drop: array<f32>;
@if(write_last) @group(0) @binding(7 + MASKED + DROPPED) var<storage, read_write> last: array<f32>;
@if(write_hs) @group(0) @binding(7 + MASKED + DROPPED + WRITE_LAST) var<storage, read_write> hs: array<f32>;
@if(write_cell) @group(0) @binding(7 + MASKED + DROPPED + WRITE_LAST + WRITE_HS) var<storage, read_write> last_cell: array<f32>;

@if(shared_state) override STATE_SIZE: u32 = 2;
// h of the workgroup's four rows before this step and after it.
@if(shared_state) var<workgroup> shared_h: array<vec4f, STATE_SIZE>;

// Four pre-activations.
struct Gates {
  i: vec4f,
  f: vec4f,
  g: vec4f,
  o: vec4f,
}

// Rows beyond the batch repeat the last one: they are read and never written.
fn rows_from(first: u32) -> vec4u {
  return min(vec4u(first, first + 1u, first + 2u, first + 3u), vec4u(params.batch - 1u));
}

fn xz4(at: vec4u) -> vec4f {
  return vec4f(xz[at.x], xz[at.y], xz[at.z], xz[at.w]);
}

fn state4(at: vec4u) -> vec4f {
  return vec4f(state[at.x], state[at.y], state[at.z], state[at.w]);
}

fn trace4(at: vec4u) -> vec4f {
  return vec4f(trace[at.x], trace[at.y], trace[at.z], trace[at.w]);
}

@if(dropped)
fn drop4(at: vec4u) -> vec4f {
  return vec4f(drop[at.x], drop[at.y], drop[at.z], drop[at.w]);
}

fn inputs(t: u32, rows: vec4u, unit: u32) -> Gates {
  let units = params.units;
  let at = (t * params.batch + rows) * 4u * units + unit;
  return Gates(xz4(at), xz4(at + units), xz4(at + 2u * units), xz4(at + 3u * units));
}

// z += h[k] · U[k, ..] for four rows; the weights of the four gates are the components of w.
fn add(z: Gates, h: vec4f, w: vec4f, rows: vec4u, k: u32) -> Gates {
  @if(!dropped) {
    return Gates(z.i + h * w.x, z.f + h * w.y, z.g + h * w.z, z.o + h * w.w);
  }
  @if(dropped) {
    let units = params.units;
    let at = rows * 4u * units + k;
    return Gates(
      z.i + h * drop4(at) * w.x,
      z.f + h * drop4(at + units) * w.y,
      z.g + h * drop4(at + 2u * units) * w.z,
      z.o + h * drop4(at + 3u * units) * w.w,
    );
  }
}

struct Cell {
  gates: Gates,
  before: vec4f,
  c: vec4f,
  h: vec4f,
}

fn cell(t: u32, rows: vec4u, unit: u32, z: Gates, h_before: vec4f) -> Cell {
  let i = activate(RECURRENT_ACTIVATION, z.i);
  let f = activate(RECURRENT_ACTIVATION, z.f);
  let g = activate(ACTIVATION, z.g);
  let o = activate(RECURRENT_ACTIVATION, z.o);
  let before = trace4(((t % params.trace_period) * params.batch + rows) * 5u * params.units + 4u * params.units + unit);
  var c = f * before + i * g;
  var h = o * activate(ACTIVATION, c);
  @if(masked) {
    let at = t * params.batch + rows;
    let open = vec4f(mask[at.x], mask[at.y], mask[at.z], mask[at.w]) != vec4f(0.0);
    c = select(before, c, open);
    h = select(h_before, h, open);
  }
  return Cell(Gates(i, f, g, o), before, c, h);
}

fn write(t: u32, row: u32, unit: u32, gates: vec4f, c: f32, h: f32) {
  if (row >= params.batch) {
    return;
  }
  let units = params.units;
  let element = row * units + unit;
  @if(keep) {
    let at = ((t % params.trace_period) * params.batch + row) * 5u * units + unit;
    trace[at] = gates.x;
    trace[at + units] = gates.y;
    trace[at + 2u * units] = gates.z;
    trace[at + 3u * units] = gates.w;
  }
  if (t + 1u < params.trace_period || params.trace_period < params.steps) {
    trace[(((t + 1u) % params.trace_period) * params.batch + row) * 5u * units + 4u * units + unit] = c;
  }
  if (t + 1u < params.state_period || params.state_period < params.steps) {
    state[((t + 1u) % params.state_period) * params.batch * units + element] = h;
  }
  @if(write_hs) hs[t * params.batch * units + element] = h;
  if (t + 1u == params.steps) {
    @if(write_last) last[element] = h;
    @if(write_cell) last_cell[element] = c;
  }
}

fn write4(t: u32, first: u32, unit: u32, y: Cell) {
  write(t, first, unit, vec4f(y.gates.i.x, y.gates.f.x, y.gates.g.x, y.gates.o.x), y.c.x, y.h.x);
  write(t, first + 1u, unit, vec4f(y.gates.i.y, y.gates.f.y, y.gates.g.y, y.gates.o.y), y.c.y, y.h.y);
  write(t, first + 2u, unit, vec4f(y.gates.i.z, y.gates.f.z, y.gates.g.z, y.gates.o.z), y.c.z, y.h.z);
  write(t, first + 3u, unit, vec4f(y.gates.i.w, y.gates.f.w, y.gates.g.w, y.gates.o.w), y.c.w, y.h.w);
}

// Weights of the four gates from h[k] to a unit; column = k·4·H + unit.
fn weights(column: u32) -> vec4f {
  let units = params.units;
  return vec4f(u[column], u[column + units], u[column + 2u * units], u[column + 3u * units]);
}

// One step of one unit.
fn advance(t: u32, first: u32, unit: u32, lane: u32) {
  @if(!share) {
    if (unit >= params.units) {
      return;
    }
  }
  let units = params.units;
  let base = (t % params.state_period) * params.batch * units;
  let rows = rows_from(first);
  var z = inputs(t, rows, unit);
  var at = base + rows * units;
  @if(wide) let more_rows = rows_from(first + 4u);
  @if(wide) var more = inputs(t, more_rows, unit);
  @if(wide) var more_at = base + more_rows * units;
  var column = unit;
  @if(share) {
    for (var k = 0u; k < units; k += 4u) {
      let mine = state4(at + k + lane);
      let more_mine = state4(more_at + k + lane);
      let w0 = weights(column);
      z = add(z, subgroupBroadcast(mine, 0u), w0, rows, k);
      more = add(more, subgroupBroadcast(more_mine, 0u), w0, more_rows, k);
      let w1 = weights(column + 4u * units);
      z = add(z, subgroupBroadcast(mine, 1u), w1, rows, k + 1u);
      more = add(more, subgroupBroadcast(more_mine, 1u), w1, more_rows, k + 1u);
      let w2 = weights(column + 8u * units);
      z = add(z, subgroupBroadcast(mine, 2u), w2, rows, k + 2u);
      more = add(more, subgroupBroadcast(more_mine, 2u), w2, more_rows, k + 2u);
      let w3 = weights(column + 12u * units);
      z = add(z, subgroupBroadcast(mine, 3u), w3, rows, k + 3u);
      more = add(more, subgroupBroadcast(more_mine, 3u), w3, more_rows, k + 3u);
      column += 16u * units;
    }
  }
  @if(!share) {
    for (var k = 0u; k < units; k++) {
      let w = weights(column);
      @if(shared_state) z = add(z, shared_h[(t & 1u) * units + k], w, rows, k);
      @if(!shared_state) z = add(z, state4(at + k), w, rows, k);
      @if(wide) more = add(more, state4(more_at + k), w, more_rows, k);
      column += 4u * units;
    }
  }
  let y = cell(t, rows, unit, z, state4(at + unit));
  write4(t, first, unit, y);
  @if(shared_state) shared_h[((t + 1u) & 1u) * units + unit] = y.h;
  @if(wide) write4(t, first + 4u, unit, cell(t, more_rows, unit, more, state4(more_at + unit)));
}

@if(wide) const ROWS = 8u;
@if(!wide) const ROWS = 4u;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  @if(sequence) {
    let first = group.x * ROWS;
    @if(shared_state) {
      let rows = rows_from(first);
      for (var k = lane; k < params.units; k += LANES) {
        shared_h[k] = state4(rows * params.units + k);
      }
      workgroupBarrier();
    }
    for (var t = 0u; t < params.steps; t++) {
      for (var tile = 0u; tile < params.units; tile += LANES) {
        advance(t, first, tile + lane, lane);
      }
      @if(shared_state) workgroupBarrier();
      @if(!shared_state) storageBarrier();
    }
  }
  @if(!sequence) {
    advance(params.step, group.y * ROWS, group.x * LANES + lane, lane);
  }
}

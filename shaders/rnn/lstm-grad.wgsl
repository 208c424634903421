// LSTM backward through time, with dh and dc carried from step t + 1 to t (see src/graph/ops/lstm-grad.ts):
//   dh = carry_h + Σ_gate drop_gate ∘ (dz[t + 1] · U_gateᵀ) + dhs[t];  y = φ(f·c₋ + i·g);  dc += dh·o·φ′(y);
//   dz[t] = (dc·g·σ′(i), dc·c₋·σ′(f), dc·i·φ′(g), dh·y·σ′(o));  carry_c = dc·f.
// Where mask[t, row] = 0, dz[t] is zero and dh, dc are carried as they are; only then is carry_h not zero.
// trace [T, B, 5·H] = i, f, g, o and c₋; u [H, 4·H]; dxz [T, B, 4·H] = dz; carry [2, B, H] = dh and dc, set by begin.wgsl
// to the cotangents of the last state. With `ends` a further turn leaves the gradient of the first state there.
// A thread computes one unit of four batch rows (eight with `wide`). With `sequence` a workgroup owns its rows and walks
// back through all steps; without, a dispatch is one step.
// With `share` the four threads of a workgroup are one subgroup and each computes two units: a thread reads dz of one of
// four columns and hands it to the others; H must be a multiple of four. Source: Keras 3, LSTMCell, differentiated.
import package::lib::cell_activation::{activate, slope};

@if(share) enable subgroups;

override LANES: u32 = 4;
override ACTIVATION: u32 = 2;
override RECURRENT_ACTIVATION: u32 = 1;

struct Params {
  steps: u32,
  batch: u32,
  units: u32,
  // The step after the one to compute; 0 asks for the gradient of the first state.
  after: u32,
}

@if(masked) const MASKED = 1u;
@if(!masked) const MASKED = 0u;
@if(dropped) const DROPPED = 1u;
@if(!dropped) const DROPPED = 0u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> trace: array<f32>;
@group(0) @binding(4) var<storage, read> u: array<f32>;
@group(0) @binding(5) var<storage, read_write> dxz: array<f32>;
@group(0) @binding(6) var<storage, read_write> carry: array<f32>;
@if(masked) @group(0) @binding(7) var<storage, read> mask: array<f32>;
@if(dropped) @group(0) @binding(7 + MASKED) var<storage, read> drop: array<f32>;
@if(given_hs) @group(0) @binding(7 + MASKED + DROPPED) var<storage, read> dhs: array<f32>;

@if(shared_state) override STATE_SIZE: u32 = 2;
// dz of the workgroup's four rows, of the step after and of this step.
@if(shared_state) var<workgroup> shared_dz: array<vec4f, STATE_SIZE>;

fn rows_from(first: u32) -> vec4u {
  return min(vec4u(first, first + 1u, first + 2u, first + 3u), vec4u(params.batch - 1u));
}

fn trace4(at: vec4u) -> vec4f {
  return vec4f(trace[at.x], trace[at.y], trace[at.z], trace[at.w]);
}

fn dxz4(at: vec4u) -> vec4f {
  return vec4f(dxz[at.x], dxz[at.y], dxz[at.z], dxz[at.w]);
}

fn carry4(at: vec4u) -> vec4f {
  return vec4f(carry[at.x], carry[at.y], carry[at.z], carry[at.w]);
}

// A recurrent weight: with `transposed`, u is stored as [4·H, H], so that neighbouring threads read neighbours.
fn weight(unit: u32, column: u32) -> f32 {
  @if(transposed) return u[column * params.units + unit];
  @if(!transposed) return u[unit * 4u * params.units + column];
}

fn later_dz(after: u32, at: vec4u, column: u32) -> vec4f {
  @if(shared_state) return shared_dz[(after & 1u) * 4u * params.units + column];
  @if(!shared_state) return dxz4(at + column);
}

// What a step hands to a thread's unit, and with `share` to a second one LANES further on, for four or eight rows.
struct Handed {
  low: vec4f,
  high: vec4f,
  @if(share) other_low: vec4f,
  @if(share) other_high: vec4f,
}

fn nothing() -> Handed {
  @if(share) return Handed(vec4f(0.0), vec4f(0.0), vec4f(0.0), vec4f(0.0));
  @if(!share) return Handed(vec4f(0.0), vec4f(0.0));
}

// sum + w · d for the rows of both units.
@if(share)
fn weigh(sum: Handed, w: vec2f, low: vec4f, high: vec4f) -> Handed {
  return Handed(sum.low + w.x * low, sum.high + w.x * high, sum.other_low + w.y * low, sum.other_high + w.y * high);
}

// Weights of a column to a thread's units; a second unit that does not exist repeats the last.
@if(share)
fn weights(unit: u32, column: u32) -> vec2f {
  return vec2f(weight(unit, column), weight(min(unit + LANES, params.units - 1u), column));
}

// Σ_gate drop_gate ∘ (dz[after] · U_gateᵀ).
fn hand_back(after: u32, rows: vec4u, more_rows: vec4u, unit: u32, lane: u32) -> Handed {
  let units = params.units;
  let at = (after * params.batch + rows) * 4u * units;
  let more_at = (after * params.batch + more_rows) * 4u * units;
  var sum = nothing();
  for (var gate = 0u; gate < 4u; gate++) {
    var part = nothing();
    @if(share) {
      for (var column = gate * units; column < (gate + 1u) * units; column += 4u) {
        let mine = dxz4(at + column + lane);
        let more_mine = dxz4(more_at + column + lane);
        part = weigh(part, weights(unit, column), subgroupBroadcast(mine, 0u), subgroupBroadcast(more_mine, 0u));
        part = weigh(part, weights(unit, column + 1u), subgroupBroadcast(mine, 1u), subgroupBroadcast(more_mine, 1u));
        part = weigh(part, weights(unit, column + 2u), subgroupBroadcast(mine, 2u), subgroupBroadcast(more_mine, 2u));
        part = weigh(part, weights(unit, column + 3u), subgroupBroadcast(mine, 3u), subgroupBroadcast(more_mine, 3u));
      }
    }
    @if(!share) {
      for (var column = gate * units; column < (gate + 1u) * units; column++) {
        let w = weight(unit, column);
        part.low += w * later_dz(after, at, column);
        @if(wide) part.high += w * dxz4(more_at + column);
      }
    }
    sum.low += part.low * drop4(rows, gate, unit);
    @if(wide) sum.high += part.high * drop4(more_rows, gate, unit);
    @if(share) {
      let other = min(unit + LANES, units - 1u);
      sum.other_low += part.other_low * drop4(rows, gate, other);
      sum.other_high += part.other_high * drop4(more_rows, gate, other);
    }
  }
  return sum;
}

fn drop4(rows: vec4u, gate: u32, unit: u32) -> vec4f {
  @if(dropped) {
    let at = rows * 4u * params.units + gate * params.units + unit;
    return vec4f(drop[at.x], drop[at.y], drop[at.z], drop[at.w]);
  }
  @if(!dropped) return vec4f(1.0);
}

fn store(row: u32, unit: u32, t: u32, dz: vec4f, dh: f32, dc: f32) {
  if (row >= params.batch) {
    return;
  }
  let units = params.units;
  let at = (t * params.batch + row) * 4u * units + unit;
  dxz[at] = dz.x;
  dxz[at + units] = dz.y;
  dxz[at + 2u * units] = dz.z;
  dxz[at + 3u * units] = dz.w;
  carry[row * units + unit] = dh;
  carry[(params.batch + row) * units + unit] = dc;
}

fn store_first(row: u32, unit: u32, dh: f32) {
  if (row < params.batch) {
    carry[row * params.units + unit] = dh;
  }
}

// The step before `after`, of one unit and four rows, from what was handed back.
fn step_back(after: u32, first: u32, rows: vec4u, unit: u32, handed: vec4f) {
  let units = params.units;
  var dh = carry4(rows * units + unit) + handed;
  if (after == 0u) {
    store_first(first, unit, dh.x);
    store_first(first + 1u, unit, dh.y);
    store_first(first + 2u, unit, dh.z);
    store_first(first + 3u, unit, dh.w);
    return;
  }
  let t = after - 1u;
  let steps = t * params.batch + rows;
  @if(given_hs) {
    let at_hs = steps * units + unit;
    dh += vec4f(dhs[at_hs.x], dhs[at_hs.y], dhs[at_hs.z], dhs[at_hs.w]);
  }
  let dc_after = carry4((params.batch + rows) * units + unit);
  let at = steps * 5u * units + unit;
  let i = trace4(at);
  let f = trace4(at + units);
  let g = trace4(at + 2u * units);
  let o = trace4(at + 3u * units);
  let before = trace4(at + 4u * units);
  let y = activate(ACTIVATION, f * before + i * g);
  let dc = dc_after + dh * o * slope(ACTIVATION, y);
  var di = dc * g * slope(RECURRENT_ACTIVATION, i);
  var df = dc * before * slope(RECURRENT_ACTIVATION, f);
  var dg = dc * i * slope(ACTIVATION, g);
  var d_o = dh * y * slope(RECURRENT_ACTIVATION, o);
  var carry_h = vec4f(0.0);
  var carry_c = dc * f;
  @if(masked) {
    let open = vec4f(mask[steps.x], mask[steps.y], mask[steps.z], mask[steps.w]) != vec4f(0.0);
    di = select(vec4f(0.0), di, open);
    df = select(vec4f(0.0), df, open);
    dg = select(vec4f(0.0), dg, open);
    d_o = select(vec4f(0.0), d_o, open);
    carry_h = select(dh, vec4f(0.0), open);
    carry_c = select(dc_after, carry_c, open);
  }
  store(first, unit, t, vec4f(di.x, df.x, dg.x, d_o.x), carry_h.x, carry_c.x);
  store(first + 1u, unit, t, vec4f(di.y, df.y, dg.y, d_o.y), carry_h.y, carry_c.y);
  store(first + 2u, unit, t, vec4f(di.z, df.z, dg.z, d_o.z), carry_h.z, carry_c.z);
  store(first + 3u, unit, t, vec4f(di.w, df.w, dg.w, d_o.w), carry_h.w, carry_c.w);
  @if(shared_state) {
    let to = (t & 1u) * 4u * units + unit;
    shared_dz[to] = di;
    shared_dz[to + units] = df;
    shared_dz[to + 2u * units] = dg;
    shared_dz[to + 3u * units] = d_o;
  }
}

fn unit_back(after: u32, first: u32, unit: u32, lane: u32) {
  @if(!share) {
    if (unit >= params.units) {
      return;
    }
  }
  let rows = rows_from(first);
  let more_rows = rows_from(first + 4u);
  var handed = nothing();
  if (after < params.steps) {
    handed = hand_back(after, rows, more_rows, unit, lane);
  }
  step_back(after, first, rows, unit, handed.low);
  @if(wide) step_back(after, first + 4u, more_rows, unit, handed.high);
  @if(share) {
    if (unit + LANES < params.units) {
      step_back(after, first, rows, unit + LANES, handed.other_low);
      step_back(after, first + 4u, more_rows, unit + LANES, handed.other_high);
    }
  }
}

// Units of a workgroup's turn.
@if(share) const UNITS_A_THREAD = 2u;
@if(!share) const UNITS_A_THREAD = 1u;
@if(wide) const ROWS = 8u;
@if(!wide) const ROWS = 4u;
@if(ends) const FIRST = 0u;
@if(!ends) const FIRST = 1u;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  @if(sequence) {
    for (var turn = FIRST; turn <= params.steps; turn++) {
      let after = params.steps + FIRST - turn;
      for (var tile = 0u; tile < params.units; tile += UNITS_A_THREAD * LANES) {
        unit_back(after, group.x * ROWS, tile + lane, lane);
      }
      @if(shared_state) workgroupBarrier();
      @if(!shared_state) storageBarrier();
    }
  }
  @if(!sequence) {
    unit_back(params.after, group.y * ROWS, group.x * UNITS_A_THREAD * LANES + lane, lane);
  }
}

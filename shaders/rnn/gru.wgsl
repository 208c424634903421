// GRU, gates z, r, h, with a = xz[t] and h the state before the step:
//   z = σ(a_z + h·U_z + b_z);  r = σ(a_r + h·U_r + b_r);  h' = z·h + (1 − z)·ĥ;
//   reset_after:  n = h·U_h + b_h,  ĥ = φ(a_h + r·n);  otherwise:  v = r ∘ h,  ĥ = φ(a_h + v·U_h).
// mask[t, row] = 0 keeps h. xz [T, B, 3·H], u [H, 3·H], bias [3·H], mask [T, B], drop [B, 3·H] (factors of h per gate).
// state [·, B, H]: row t holds h before step t, row 0 is set by begin.wgsl; trace [·, B, 5·H]: z, r, ĥ, n (or v), h.
// Both may be rings. A thread computes one unit of four batch rows (eight with `wide`).
// With `sequence` a workgroup owns its rows and walks through all steps; without, a dispatch is one step, or one of the
// two phases of a step when v has to be complete before its product. With `share` the four threads of a workgroup are one
// subgroup: each reads h of one of four units and hands it to the others; H must be a multiple of four. Source: Cho et al. (2014); Keras 3, GRUCell.
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
  // 0: gates (and with reset_after all of the step); 1: the candidate.
  phase: u32,
  state_period: u32,
  trace_period: u32,
}

@if(biased) const BIASED = 1u;
@if(!biased) const BIASED = 0u;
@if(masked) const MASKED = 1u;
@if(!masked) const MASKED = 0u;
@if(dropped) const DROPPED = 1u;
@if(!dropped) const DROPPED = 0u;
@if(write_last) const WRITE_LAST = 1u;
@if(!write_last) const WRITE_LAST = 0u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> xz: array<f32>;
@group(0) @binding(4) var<storage, read> u: array<f32>;
@group(0) @binding(5) var<storage, read_write> state: array<f32>;
@group(0) @binding(6) var<storage, read_write> trace: array<f32>;
@if(biased) @group(0) @binding(7) var<storage, read> bias: array<f32>;
@if(masked) @group(0) @binding(7 + BIASED) var<storage, read> mask: array<f32>;
@if(dropped) @group(0) @binding(7 + BIASED + MASKED) var<storage, read> drop: array<f32>;
@if(write_last) @group(0) @binding(7 + BIASED + MASKED + DROPPED) var<storage, read_write> last: array<f32>;
@if(write_hs) @group(0) @binding(7 + BIASED + MASKED + DROPPED + WRITE_LAST) var<storage, read_write> hs: array<f32>;

@if(shared_state) override STATE_SIZE: u32 = 3;
// h of the workgroup's four rows before this step and after it; then v.
@if(shared_state) var<workgroup> shared_h: array<vec4f, STATE_SIZE>;

// Four pre-activations; n is the recurrent part of the candidate.
struct Gates {
  z: vec4f,
  r: vec4f,
  n: vec4f,
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

fn drop4(rows: vec4u, gate: u32, k: u32) -> vec4f {
  @if(dropped) {
    let at = rows * 3u * params.units + gate * params.units + k;
    return vec4f(drop[at.x], drop[at.y], drop[at.z], drop[at.w]);
  }
  @if(!dropped) return vec4f(1.0);
}

fn bias_of(column: u32) -> vec4f {
  @if(biased) return vec4f(bias[column]);
  @if(!biased) return vec4f(0.0);
}

fn input_at(t: u32, rows: vec4u, unit: u32) -> vec4u {
  return (t * params.batch + rows) * 3u * params.units + unit;
}

fn inputs(t: u32, rows: vec4u, unit: u32) -> Gates {
  let units = params.units;
  let at = input_at(t, rows, unit);
  return Gates(
    xz4(at) + bias_of(unit),
    xz4(at + units) + bias_of(units + unit),
    bias_of(2u * units + unit),
  );
}

fn state_at(t: u32, rows: vec4u) -> vec4u {
  return (t % params.state_period) * params.batch * params.units + rows * params.units;
}

fn trace_at(t: u32, rows: vec4u, part: u32) -> vec4u {
  return (((t % params.trace_period) * params.batch + rows) * 5u + part) * params.units;
}

// z += h[k] · U[k, ..] for four rows; the weights of the gates are the components of w.
fn add(sum: Gates, h: vec4f, w: vec3f, rows: vec4u, k: u32) -> Gates {
  @if(!dropped) return Gates(sum.z + h * w.x, sum.r + h * w.y, sum.n + h * w.z);
  @if(dropped) {
    return Gates(
      sum.z + h * drop4(rows, 0u, k) * w.x,
      sum.r + h * drop4(rows, 1u, k) * w.y,
      sum.n + h * drop4(rows, 2u, k) * w.z,
    );
  }
}

fn weights(column: u32) -> vec3f {
  @if(reset_after) return vec3f(u[column], u[column + params.units], u[column + 2u * params.units]);
  @if(!reset_after) return vec3f(u[column], u[column + params.units], 0.0);
}

fn set_trace(t: u32, first: u32, part: u32, unit: u32, value: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    if (first + i < params.batch) {
      trace[trace_at(t, vec4u(first + i), part).x + unit] = value[i];
    }
  }
}

fn set_state(t: u32, first: u32, unit: u32, value: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    let row = first + i;
    if (row < params.batch) {
      let element = row * params.units + unit;
      if (t + 1u < params.state_period || params.state_period < params.steps) {
        state[((t + 1u) % params.state_period) * params.batch * params.units + element] = value[i];
      }
      @if(write_hs) hs[t * params.batch * params.units + element] = value[i];
      @if(write_last) {
        if (t + 1u == params.steps) {
          last[element] = value[i];
        }
      }
    }
  }
}

// h' of four rows from the activated z and the candidate.
fn finish(t: u32, first: u32, rows: vec4u, unit: u32, z: vec4f, candidate: vec4f, before: vec4f) {
  var h = z * before + (1.0 - z) * candidate;
  @if(masked) {
    let at = t * params.batch + rows;
    h = select(before, h, vec4f(mask[at.x], mask[at.y], mask[at.z], mask[at.w]) != vec4f(0.0));
  }
  set_state(t, first, unit, h);
  @if(shared_state) shared_h[((t + 1u) & 1u) * params.units + unit] = h;
}

// What follows the products with h: all of the step with reset_after, else the gates and v.
fn gates(t: u32, first: u32, rows: vec4u, unit: u32, sum: Gates) {
  let units = params.units;
  let before = state4(state_at(t, rows) + unit);
  let z = activate(RECURRENT_ACTIVATION, sum.z);
  let r = activate(RECURRENT_ACTIVATION, sum.r);
  @if(keep) set_trace(t, first, 1u, unit, r);
  @if(keep) set_trace(t, first, 4u, unit, before);
  @if(reset_after) {
    let candidate = activate(ACTIVATION, xz4(input_at(t, rows, unit) + 2u * units) + r * sum.n);
    @if(keep) set_trace(t, first, 0u, unit, z);
    @if(keep) set_trace(t, first, 2u, unit, candidate);
    @if(keep) set_trace(t, first, 3u, unit, sum.n);
    finish(t, first, rows, unit, z, candidate, before);
  }
  @if(!reset_after) {
    let v = r * before * drop4(rows, 2u, unit);
    set_trace(t, first, 0u, unit, z);
    set_trace(t, first, 3u, unit, v);
    @if(shared_state) shared_h[2u * units + unit] = v;
  }
}

// Phase 0 of a step, of one unit.
fn gate_phase(t: u32, first: u32, unit: u32, lane: u32) {
  @if(!share) {
    if (unit >= params.units) {
      return;
    }
  }
  let units = params.units;
  let rows = rows_from(first);
  var sum = inputs(t, rows, unit);
  let at = state_at(t, rows);
  @if(wide) let more_rows = rows_from(first + 4u);
  @if(wide) var more = inputs(t, more_rows, unit);
  @if(wide) let more_at = state_at(t, more_rows);
  var column = unit;
  @if(share) {
    for (var k = 0u; k < units; k += 4u) {
      let mine = state4(at + k + lane);
      let more_mine = state4(more_at + k + lane);
      let w0 = weights(column);
      sum = add(sum, subgroupBroadcast(mine, 0u), w0, rows, k);
      more = add(more, subgroupBroadcast(more_mine, 0u), w0, more_rows, k);
      let w1 = weights(column + 3u * units);
      sum = add(sum, subgroupBroadcast(mine, 1u), w1, rows, k + 1u);
      more = add(more, subgroupBroadcast(more_mine, 1u), w1, more_rows, k + 1u);
      let w2 = weights(column + 6u * units);
      sum = add(sum, subgroupBroadcast(mine, 2u), w2, rows, k + 2u);
      more = add(more, subgroupBroadcast(more_mine, 2u), w2, more_rows, k + 2u);
      let w3 = weights(column + 9u * units);
      sum = add(sum, subgroupBroadcast(mine, 3u), w3, rows, k + 3u);
      more = add(more, subgroupBroadcast(more_mine, 3u), w3, more_rows, k + 3u);
      column += 12u * units;
    }
  }
  @if(!share) {
    for (var k = 0u; k < units; k++) {
      let w = weights(column);
      @if(shared_state) sum = add(sum, shared_h[(t & 1u) * units + k], w, rows, k);
      @if(!shared_state) sum = add(sum, state4(at + k), w, rows, k);
      @if(wide) more = add(more, state4(more_at + k), w, more_rows, k);
      column += 3u * units;
    }
  }
  gates(t, first, rows, unit, sum);
  @if(wide) gates(t, first + 4u, more_rows, unit, more);
}

@if(!reset_after)
fn candidate_from(t: u32, first: u32, rows: vec4u, unit: u32, sum: vec4f) {
  let candidate = activate(ACTIVATION, sum);
  @if(keep) set_trace(t, first, 2u, unit, candidate);
  finish(t, first, rows, unit, trace4(trace_at(t, rows, 0u) + unit), candidate, state4(state_at(t, rows) + unit));
}

// Phase 1 of a step, of one unit: the product with v.
@if(!reset_after)
fn candidate_phase(t: u32, first: u32, unit: u32, lane: u32) {
  @if(!share) {
    if (unit >= params.units) {
      return;
    }
  }
  let units = params.units;
  let rows = rows_from(first);
  var sum = xz4(input_at(t, rows, unit) + 2u * units);
  let at = trace_at(t, rows, 3u);
  @if(wide) let more_rows = rows_from(first + 4u);
  @if(wide) var more = xz4(input_at(t, more_rows, unit) + 2u * units);
  @if(wide) let more_at = trace_at(t, more_rows, 3u);
  var column = 2u * units + unit;
  @if(share) {
    for (var k = 0u; k < units; k += 4u) {
      let mine = trace4(at + k + lane);
      let more_mine = trace4(more_at + k + lane);
      let w = vec4f(u[column], u[column + 3u * units], u[column + 6u * units], u[column + 9u * units]);
      sum += w.x * subgroupBroadcast(mine, 0u) + w.y * subgroupBroadcast(mine, 1u);
      sum += w.z * subgroupBroadcast(mine, 2u) + w.w * subgroupBroadcast(mine, 3u);
      more += w.x * subgroupBroadcast(more_mine, 0u) + w.y * subgroupBroadcast(more_mine, 1u);
      more += w.z * subgroupBroadcast(more_mine, 2u) + w.w * subgroupBroadcast(more_mine, 3u);
      column += 12u * units;
    }
  }
  @if(!share) {
    for (var k = 0u; k < units; k++) {
      let w = u[column];
      @if(shared_state) sum += w * shared_h[2u * units + k];
      @if(!shared_state) sum += w * trace4(at + k);
      @if(wide) more += w * trace4(more_at + k);
      column += 3u * units;
    }
  }
  candidate_from(t, first, rows, unit, sum);
  @if(wide) candidate_from(t, first + 4u, more_rows, unit, more);
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
        gate_phase(t, first, tile + lane, lane);
      }
      @if(shared_state) workgroupBarrier();
      @if(!shared_state) storageBarrier();
      @if(!reset_after) {
        for (var tile = 0u; tile < params.units; tile += LANES) {
          candidate_phase(t, first, tile + lane, lane);
        }
        @if(shared_state) workgroupBarrier();
        @if(!shared_state) storageBarrier();
      }
    }
  }
  @if(!sequence) {
    let unit = group.x * LANES + lane;
    @if(reset_after) gate_phase(params.step, group.y * ROWS, unit, lane);
    @if(!reset_after) {
      if (params.phase == 0u) {
        gate_phase(params.step, group.y * ROWS, unit, lane);
      } else {
        candidate_phase(params.step, group.y * ROWS, unit, lane);
      }
    }
  }
}

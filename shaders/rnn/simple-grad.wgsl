// Simple recurrence backward through time, with dh carried from step t + 1 to t:
//   dh = carry + drop ∘ (dz[t + 1] · Uᵀ) + dhs[t];  dz[t] = dh·φ′(y).
// Where mask[t, row] = 0, dz[t] is zero and dh is carried; only then is carry not zero.
// trace [T, B, H] = y; u [H, H]; dxz [T, B, H] = dz; carry [B, H], set by begin.wgsl to the cotangent of the last state.
// With `ends` a further turn leaves the gradient of the first state there. A thread computes one unit of four batch rows
// (eight with `wide`). With `sequence` a workgroup owns its rows and walks back through all steps; without, a dispatch is
// one step.
// With `share` the four threads of a workgroup are one subgroup and each computes two units: a thread reads dz of one of
// four columns and hands it to the others; H must be a multiple of four. Source: Keras 3, SimpleRNNCell, differentiated.
import package::lib::cell_activation::slope;

@if(share) enable subgroups;

override LANES: u32 = 4;
override ACTIVATION: u32 = 2;

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

fn dxz4(at: vec4u) -> vec4f {
  return vec4f(dxz[at.x], dxz[at.y], dxz[at.z], dxz[at.w]);
}

fn weight(unit: u32, column: u32) -> f32 {
  @if(transposed) return u[column * params.units + unit];
  @if(!transposed) return u[unit * params.units + column];
}

fn drop4(rows: vec4u, unit: u32) -> vec4f {
  @if(dropped) {
    let at = rows * params.units + unit;
    return vec4f(drop[at.x], drop[at.y], drop[at.z], drop[at.w]);
  }
  @if(!dropped) return vec4f(1.0);
}

fn set_rows(after: u32, first: u32, unit: u32, carried: vec4f, dz: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    if (first + i < params.batch) {
      let element = (first + i) * params.units + unit;
      carry[element] = carried[i];
      if (after > 0u) {
        dxz[(after - 1u) * params.batch * params.units + element] = dz[i];
      }
    }
  }
}

// The step before `after`, of one unit and four rows, from what was handed back.
fn step_back(after: u32, first: u32, rows: vec4u, unit: u32, handed: vec4f) {
  let at_carry = rows * params.units + unit;
  var dh = vec4f(carry[at_carry.x], carry[at_carry.y], carry[at_carry.z], carry[at_carry.w]) + handed;
  if (after == 0u) {
    set_rows(after, first, unit, dh, vec4f(0.0));
    return;
  }
  let at = ((after - 1u) * params.batch + rows) * params.units + unit;
  @if(given_hs) dh += vec4f(dhs[at.x], dhs[at.y], dhs[at.z], dhs[at.w]);
  var dz = dh * slope(ACTIVATION, vec4f(trace[at.x], trace[at.y], trace[at.z], trace[at.w]));
  var carried = vec4f(0.0);
  @if(masked) {
    let steps = (after - 1u) * params.batch + rows;
    let open = vec4f(mask[steps.x], mask[steps.y], mask[steps.z], mask[steps.w]) != vec4f(0.0);
    dz = select(vec4f(0.0), dz, open);
    carried = select(dh, vec4f(0.0), open);
  }
  set_rows(after, first, unit, carried, dz);
  @if(shared_state) shared_dz[((after - 1u) & 1u) * params.units + unit] = dz;
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

// dz[after] · Uᵀ.
fn hand_back(after: u32, rows: vec4u, more_rows: vec4u, unit: u32, lane: u32) -> Handed {
  let units = params.units;
  let at = (after * params.batch + rows) * units;
  let more_at = (after * params.batch + more_rows) * units;
  var sum = nothing();
  @if(share) {
    for (var column = 0u; column < units; column += 4u) {
      let mine = dxz4(at + column + lane);
      let more_mine = dxz4(more_at + column + lane);
      sum = weigh(sum, weights(unit, column), subgroupBroadcast(mine, 0u), subgroupBroadcast(more_mine, 0u));
      sum = weigh(sum, weights(unit, column + 1u), subgroupBroadcast(mine, 1u), subgroupBroadcast(more_mine, 1u));
      sum = weigh(sum, weights(unit, column + 2u), subgroupBroadcast(mine, 2u), subgroupBroadcast(more_mine, 2u));
      sum = weigh(sum, weights(unit, column + 3u), subgroupBroadcast(mine, 3u), subgroupBroadcast(more_mine, 3u));
    }
  }
  @if(!share) {
    for (var column = 0u; column < units; column++) {
      let w = weight(unit, column);
      @if(shared_state) sum.low += w * shared_dz[(after & 1u) * units + column];
      @if(!shared_state) sum.low += w * dxz4(at + column);
      @if(wide) sum.high += w * dxz4(more_at + column);
    }
  }
  return sum;
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
  step_back(after, first, rows, unit, handed.low * drop4(rows, unit));
  @if(wide) step_back(after, first + 4u, more_rows, unit, handed.high * drop4(more_rows, unit));
  @if(share) {
    let other = unit + LANES;
    if (other < params.units) {
      step_back(after, first, rows, other, handed.other_low * drop4(rows, other));
      step_back(after, first + 4u, more_rows, other, handed.other_high * drop4(more_rows, other));
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

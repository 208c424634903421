// GRU backward through time, with dh carried from step t + 1 to t (see src/graph/ops/gru-grad.ts):
//   dh = carry + Σ_gate drop_gate ∘ (d[t + 1] · U_gateᵀ) + dhs[t];
//   da_h = dh·(1 − z)·φ′(ĥ);  da_z = dh·(h − ĥ)·σ′(z);
//   reset_after:  da_r = da_h·n·σ′(r), d = (da_z, da_r, da_h·r), carry = dh·z;
//   otherwise:    dv = drop_h ∘ (da_h · U_hᵀ), da_r = dv·h·σ′(r), d = (da_z, da_r), carry = dh·z + dv·r.
// Where mask[t, row] = 0 they are zero and dh is carried as it is. trace [T, B, 5·H] = z, r, ĥ, n, h; u [H, 3·H];
// dxz [T, B, 3·H] = (da_z, da_r, da_h); dn [·, B, 3·H] = d with reset_after, perhaps a ring; carry [B, H], set by begin.wgsl
// to the cotangent of the last state. With `ends` a further turn leaves the gradient of the first state there.
// A thread computes one unit of four batch rows (eight with `wide`). With `sequence` a workgroup owns its rows and walks
// back through all steps; without, a dispatch is one phase of one step.
// With `share` the four threads of a workgroup are one subgroup and each computes two units: a thread reads dz of one of
// four columns and hands it to the others; H must be a multiple of four. Source: Keras 3, GRUCell, differentiated.
import package::lib::cell_activation::slope;

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
  // 0: all that follows from dh; 1, without reset_after: what follows from dv.
  phase: u32,
  dn_period: u32,
}

@if(reset_after) const RESET_AFTER = 1u;
@if(!reset_after) const RESET_AFTER = 0u;
@if(masked) const MASKED = 1u;
@if(!masked) const MASKED = 0u;
@if(dropped) const DROPPED = 1u;
@if(!dropped) const DROPPED = 0u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> trace: array<f32>;
@group(0) @binding(4) var<storage, read> u: array<f32>;
@group(0) @binding(5) var<storage, read_write> dxz: array<f32>;
@group(0) @binding(6) var<storage, read_write> carry: array<f32>;
@if(reset_after) @group(0) @binding(7) var<storage, read_write> dn: array<f32>;
@if(masked) @group(0) @binding(7 + RESET_AFTER) var<storage, read> mask: array<f32>;
@if(dropped) @group(0) @binding(7 + RESET_AFTER + MASKED) var<storage, read> drop: array<f32>;
@if(given_hs) @group(0) @binding(7 + RESET_AFTER + MASKED + DROPPED) var<storage, read> dhs: array<f32>;

@if(shared_state) override STATE_SIZE: u32 = 2;
// d of the workgroup's four rows, of the step after and of this step; its third part is da_h without reset_after.
@if(shared_state) var<workgroup> shared_d: array<vec4f, STATE_SIZE>;

fn rows_from(first: u32) -> vec4u {
  return min(vec4u(first, first + 1u, first + 2u, first + 3u), vec4u(params.batch - 1u));
}

fn trace4(t: u32, rows: vec4u, part: u32, unit: u32) -> vec4f {
  let at = ((t * params.batch + rows) * 5u + part) * params.units + unit;
  return vec4f(trace[at.x], trace[at.y], trace[at.z], trace[at.w]);
}

fn carry4(rows: vec4u, unit: u32) -> vec4f {
  let at = rows * params.units + unit;
  return vec4f(carry[at.x], carry[at.y], carry[at.z], carry[at.w]);
}

fn drop4(rows: vec4u, gate: u32, unit: u32) -> vec4f {
  @if(dropped) {
    let at = rows * 3u * params.units + gate * params.units + unit;
    return vec4f(drop[at.x], drop[at.y], drop[at.z], drop[at.w]);
  }
  @if(!dropped) return vec4f(1.0);
}

fn weight(unit: u32, column: u32) -> f32 {
  @if(transposed) return u[column * params.units + unit];
  @if(!transposed) return u[unit * 3u * params.units + column];
}

fn dn_row(t: u32, row: u32) -> u32 {
  return ((t % params.dn_period) * params.batch + row) * 3u * params.units;
}

// d of step t, column by column.
fn d4(t: u32, rows: vec4u, column: u32) -> vec4f {
  @if(reset_after) {
    let at = ((t % params.dn_period) * params.batch + rows) * 3u * params.units + column;
    return vec4f(dn[at.x], dn[at.y], dn[at.z], dn[at.w]);
  }
  @if(!reset_after) {
    let at = (t * params.batch + rows) * 3u * params.units + column;
    return vec4f(dxz[at.x], dxz[at.y], dxz[at.z], dxz[at.w]);
  }
}

fn low_d(t: u32, rows: vec4u, column: u32) -> vec4f {
  @if(shared_state) return shared_d[(t & 1u) * 3u * params.units + column];
  @if(!shared_state) return d4(t, rows, column);
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

// Σ drop_gate ∘ (d[t] · U_gateᵀ) over the gates from `start` to `end`.
fn hand_back(t: u32, rows: vec4u, more_rows: vec4u, unit: u32, lane: u32, start: u32, end: u32) -> Handed {
  let units = params.units;
  var sum = nothing();
  for (var gate = start; gate < end; gate++) {
    var part = nothing();
    @if(share) {
      for (var column = gate * units; column < (gate + 1u) * units; column += 4u) {
        let mine = d4(t, rows, column + lane);
        let more_mine = d4(t, more_rows, column + lane);
        part = weigh(part, weights(unit, column), subgroupBroadcast(mine, 0u), subgroupBroadcast(more_mine, 0u));
        part = weigh(part, weights(unit, column + 1u), subgroupBroadcast(mine, 1u), subgroupBroadcast(more_mine, 1u));
        part = weigh(part, weights(unit, column + 2u), subgroupBroadcast(mine, 2u), subgroupBroadcast(more_mine, 2u));
        part = weigh(part, weights(unit, column + 3u), subgroupBroadcast(mine, 3u), subgroupBroadcast(more_mine, 3u));
      }
    }
    @if(!share) {
      for (var column = gate * units; column < (gate + 1u) * units; column++) {
        let w = weight(unit, column);
        part.low += w * low_d(t, rows, column);
        @if(wide) part.high += w * d4(t, more_rows, column);
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

fn open_rows(t: u32, rows: vec4u) -> vec4<bool> {
  @if(masked) {
    let at = t * params.batch + rows;
    return vec4f(mask[at.x], mask[at.y], mask[at.z], mask[at.w]) != vec4f(0.0);
  }
  @if(!masked) return vec4<bool>(true);
}

fn set_carry(first: u32, unit: u32, value: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    if (first + i < params.batch) {
      carry[(first + i) * params.units + unit] = value[i];
    }
  }
}

fn set_dxz(t: u32, first: u32, gate: u32, unit: u32, value: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    if (first + i < params.batch) {
      dxz[((t * params.batch + first + i) * 3u + gate) * params.units + unit] = value[i];
    }
  }
}

fn set_d(t: u32, first: u32, gate: u32, unit: u32, value: vec4f) {
  @if(shared_state) shared_d[((t & 1u) * 3u + gate) * params.units + unit] = value;
  @if(reset_after) {
    for (var i = 0u; i < 4u; i++) {
      if (first + i < params.batch) {
        dn[dn_row(t, first + i) + gate * params.units + unit] = value[i];
      }
    }
  }
}

// Phase 0 of the step before `after`, of one unit and four rows.
fn step_back(after: u32, first: u32, rows: vec4u, unit: u32, handed: vec4f) {
  var dh = carry4(rows, unit) + handed;
  if (after == 0u) {
    set_carry(first, unit, dh);
    return;
  }
  let t = after - 1u;
  @if(given_hs) {
    let at = (t * params.batch + rows) * params.units + unit;
    dh += vec4f(dhs[at.x], dhs[at.y], dhs[at.z], dhs[at.w]);
  }
  let z = trace4(t, rows, 0u, unit);
  let candidate = trace4(t, rows, 2u, unit);
  let open = open_rows(t, rows);
  let spread = select(vec4f(0.0), dh, open);
  let da_h = spread * (1.0 - z) * slope(ACTIVATION, candidate);
  let da_z = spread * (trace4(t, rows, 4u, unit) - candidate) * slope(RECURRENT_ACTIVATION, z);
  set_dxz(t, first, 0u, unit, da_z);
  set_dxz(t, first, 2u, unit, da_h);
  set_d(t, first, 0u, unit, da_z);
  @if(reset_after) {
    let r = trace4(t, rows, 1u, unit);
    let da_r = da_h * trace4(t, rows, 3u, unit) * slope(RECURRENT_ACTIVATION, r);
    set_dxz(t, first, 1u, unit, da_r);
    set_d(t, first, 1u, unit, da_r);
    set_d(t, first, 2u, unit, da_h * r);
    set_carry(first, unit, select(dh, dh * z, open));
  }
  @if(!reset_after) {
    set_d(t, first, 2u, unit, da_h);
    set_carry(first, unit, dh);
  }
}

@if(reset_after) const HANDED_GATES = 3u;
@if(!reset_after) const HANDED_GATES = 2u;

fn gate_phase(after: u32, first: u32, unit: u32, lane: u32) {
  @if(!share) {
    if (unit >= params.units) {
      return;
    }
  }
  let rows = rows_from(first);
  let more_rows = rows_from(first + 4u);
  var handed = nothing();
  if (after < params.steps) {
    handed = hand_back(after, rows, more_rows, unit, lane, 0u, HANDED_GATES);
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

@if(!reset_after)
fn reset_back(t: u32, first: u32, rows: vec4u, unit: u32, dv: vec4f) {
  let z = trace4(t, rows, 0u, unit);
  let r = trace4(t, rows, 1u, unit);
  let dh = carry4(rows, unit);
  let da_r = dv * trace4(t, rows, 4u, unit) * slope(RECURRENT_ACTIVATION, r);
  set_dxz(t, first, 1u, unit, da_r);
  set_d(t, first, 1u, unit, da_r);
  set_carry(first, unit, select(dh, dh * z + dv * r, open_rows(t, rows)));
}

// Phase 1 of the step before `after`: back through the product with v.
@if(!reset_after)
fn reset_phase(after: u32, first: u32, unit: u32, lane: u32) {
  @if(!share) {
    if (unit >= params.units) {
      return;
    }
  }
  if (after == 0u) {
    return;
  }
  let t = after - 1u;
  let rows = rows_from(first);
  let more_rows = rows_from(first + 4u);
  let dv = hand_back(t, rows, more_rows, unit, lane, 2u, 3u);
  reset_back(t, first, rows, unit, dv.low);
  @if(wide) reset_back(t, first + 4u, more_rows, unit, dv.high);
  @if(share) {
    if (unit + LANES < params.units) {
      reset_back(t, first, rows, unit + LANES, dv.other_low);
      reset_back(t, first + 4u, more_rows, unit + LANES, dv.other_high);
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
        gate_phase(after, group.x * ROWS, tile + lane, lane);
      }
      @if(shared_state) workgroupBarrier();
      @if(!shared_state) storageBarrier();
      @if(!reset_after) {
        for (var tile = 0u; tile < params.units; tile += UNITS_A_THREAD * LANES) {
          reset_phase(after, group.x * ROWS, tile + lane, lane);
        }
        @if(shared_state) workgroupBarrier();
        @if(!shared_state) storageBarrier();
      }
    }
  }
  @if(!sequence) {
    let unit = group.x * UNITS_A_THREAD * LANES + lane;
    @if(reset_after) gate_phase(params.after, group.y * ROWS, unit, lane);
    @if(!reset_after) {
      if (params.phase == 0u) {
        gate_phase(params.after, group.y * ROWS, unit, lane);
      } else {
        reset_phase(params.after, group.y * ROWS, unit, lane);
      }
    }
  }
}

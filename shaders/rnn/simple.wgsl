// Simple recurrence h' = φ(xz[t] + h·U). mask[t, row] = 0 keeps h.
// xz [T, B, H], u [H, H], mask [T, B], drop [B, H] (factors of h before the product); trace [T, B, H] = φ(..), if kept.
// state [·, B, H]: row t holds h before step t, perhaps a ring; row 0 is set by begin.wgsl.
// A thread computes one unit of four batch rows (eight with `wide`). With `sequence` a workgroup owns its rows and walks
// through all steps; without, a dispatch is one step. With `share` the four threads of a workgroup are one subgroup: each
// reads h of one of four units and hands it to the others; H must be a multiple of four. Source: Elman (1990); Keras 3, SimpleRNNCell.
import package::lib::cell_activation::activate;

@if(share) enable subgroups;

override LANES: u32 = 4;
override ACTIVATION: u32 = 2;

struct Params {
  steps: u32,
  batch: u32,
  units: u32,
  step: u32,
  state_period: u32,
}

@if(masked) const MASKED = 1u;
@if(!masked) const MASKED = 0u;
@if(dropped) const DROPPED = 1u;
@if(!dropped) const DROPPED = 0u;
@if(keep) const KEEP = 1u;
@if(!keep) const KEEP = 0u;
@if(write_last) const WRITE_LAST = 1u;
@if(!write_last) const WRITE_LAST = 0u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> xz: array<f32>;
@group(0) @binding(4) var<storage, read> u: array<f32>;
@group(0) @binding(5) var<storage, read_write> state: array<f32>;
@if(masked) @group(0) @binding(6) var<storage, read> mask: array<f32>;
@if(dropped) @group(0) @binding(6 + MASKED) var<storage, read> drop: array<f32>;
@if(keep) @group(0) @binding(6 + MASKED + DROPPED) var<storage, read_write> trace: array<f32>;
@if(write_last) @group(0) @binding(6 + MASKED + DROPPED + KEEP) var<storage, read_write> last: array<f32>;
@if(write_hs) @group(0) @binding(6 + MASKED + DROPPED + KEEP + WRITE_LAST) var<storage, read_write> hs: array<f32>;

@if(shared_state) override STATE_SIZE: u32 = 2;
// h of the workgroup's four rows before this step and after it.
@if(shared_state) var<workgroup> shared_h: array<vec4f, STATE_SIZE>;

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

fn drop4(rows: vec4u, k: u32) -> vec4f {
  @if(dropped) {
    let at = rows * params.units + k;
    return vec4f(drop[at.x], drop[at.y], drop[at.z], drop[at.w]);
  }
  @if(!dropped) return vec4f(1.0);
}

fn state_at(t: u32, rows: vec4u) -> vec4u {
  return (t % params.state_period) * params.batch * params.units + rows * params.units;
}

fn set_rows(t: u32, first: u32, unit: u32, h: vec4f, y: vec4f) {
  for (var i = 0u; i < 4u; i++) {
    let row = first + i;
    if (row < params.batch) {
      let element = row * params.units + unit;
      let at = t * params.batch * params.units + element;
      if (t + 1u < params.state_period || params.state_period < params.steps) {
        state[((t + 1u) % params.state_period) * params.batch * params.units + element] = h[i];
      }
      @if(keep) trace[at] = y[i];
      @if(write_hs) hs[at] = h[i];
      @if(write_last) {
        if (t + 1u == params.steps) {
          last[element] = h[i];
        }
      }
    }
  }
}

fn finish(t: u32, first: u32, rows: vec4u, unit: u32, sum: vec4f) {
  let y = activate(ACTIVATION, sum);
  var h = y;
  @if(masked) {
    let at = t * params.batch + rows;
    let open = vec4f(mask[at.x], mask[at.y], mask[at.z], mask[at.w]) != vec4f(0.0);
    h = select(state4(state_at(t, rows) + unit), y, open);
  }
  set_rows(t, first, unit, h, y);
  @if(shared_state) shared_h[((t + 1u) & 1u) * params.units + unit] = h;
}

// One step of one unit.
fn advance(t: u32, first: u32, unit: u32, lane: u32) {
  @if(!share) {
    if (unit >= params.units) {
      return;
    }
  }
  let units = params.units;
  let rows = rows_from(first);
  var sum = xz4((t * params.batch + rows) * units + unit);
  let at = state_at(t, rows);
  @if(wide) let more_rows = rows_from(first + 4u);
  @if(wide) var more = xz4((t * params.batch + more_rows) * units + unit);
  @if(wide) let more_at = state_at(t, more_rows);
  @if(share) {
    for (var k = 0u; k < units; k += 4u) {
      let mine = state4(at + k + lane) * drop4(rows, k + lane);
      let more_mine = state4(more_at + k + lane) * drop4(more_rows, k + lane);
      let column = k * units + unit;
      let w = vec4f(u[column], u[column + units], u[column + 2u * units], u[column + 3u * units]);
      sum += w.x * subgroupBroadcast(mine, 0u) + w.y * subgroupBroadcast(mine, 1u);
      sum += w.z * subgroupBroadcast(mine, 2u) + w.w * subgroupBroadcast(mine, 3u);
      more += w.x * subgroupBroadcast(more_mine, 0u) + w.y * subgroupBroadcast(more_mine, 1u);
      more += w.z * subgroupBroadcast(more_mine, 2u) + w.w * subgroupBroadcast(more_mine, 3u);
    }
  }
  @if(!share) {
    for (var k = 0u; k < units; k++) {
      let w = u[k * units + unit];
      @if(shared_state) sum += w * shared_h[(t & 1u) * units + k] * drop4(rows, k);
      @if(!shared_state) sum += w * state4(at + k) * drop4(rows, k);
      @if(wide) more += w * state4(more_at + k) * drop4(more_rows, k);
    }
  }
  finish(t, first, rows, unit, sum);
  @if(wide) finish(t, first + 4u, more_rows, unit, more);
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

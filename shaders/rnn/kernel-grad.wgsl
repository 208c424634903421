// Gradient of a recurrent kernel whose gates see different left factors:
//   du[k, gate·H + j] = Σ_{t, b} left[t, b, gate, k] · dz[t, b, gate·H + j], left = h[t, b, k] · drop[b, gate·H + k], or, with
// `reset` and for gate 2, the fourth part of trace [T, B, 5·H]. h [T, B, H], dz [T, B, G·H], drop [B, G·H], du [H, G·H].
// One thread computes one element. Used where recurrent dropout or a reset before the product rules out a matmul.
import tail::store;

struct Params {
  rows: u32,
  batch: u32,
  units: u32,
  width: u32,
}

@if(dropped) const DROPPED = 1u;
@if(!dropped) const DROPPED = 0u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> h: array<f32>;
@group(0) @binding(4) var<storage, read> dz: array<f32>;
@if(dropped) @group(0) @binding(5) var<storage, read> drop: array<f32>;
@if(reset) @group(0) @binding(5 + DROPPED) var<storage, read> trace: array<f32>;

fn left(row: u32, gate: u32, k: u32) -> f32 {
  @if(reset) {
    if (gate == 2u) {
      return trace[(row * 5u + 3u) * params.units + k];
    }
  }
  var value = h[row * params.units + k];
  @if(dropped) value *= drop[row % params.batch * params.width + gate * params.units + k];
  return value;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.units) {
    return;
  }
  var sum = 0.0;
  for (var row = 0u; row < params.rows; row++) {
    sum += left(row, id.x / params.units, id.y) * dz[row * params.width + id.x];
  }
  store(id.y, id.x, sum);
}

// Zeros the gradient of an embedding table: out [rows · width] = 0. A thread takes every stride-th element.

struct Params {
  size: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let stride = grid.x * grid.y * 64u;
  for (var i = id.y * grid.x * 64u + id.x; i < params.size; i += stride) {
    out[i] = 0.0;
  }
}

// Matrix product C[t, i, j] = Σ_l A[t, i, l] · B[t, l, j], row-major; A or B may be stored transposed.
// One thread computes one element; z is the batch. The variant for any shape, and the oracle of the others.
import tail::store;

struct Params {
  batch: u32,
  m: u32,
  n: u32,
  k: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> a: array<f32>;
@group(0) @binding(4) var<storage, read> b: array<f32>;

fn a_at(t: u32, i: u32, l: u32) -> f32 {
  @if(transpose_a) return a[t * params.m * params.k + l * params.m + i];
  @if(!transpose_a) return a[t * params.m * params.k + i * params.k + l];
}

fn b_at(t: u32, l: u32, j: u32) -> f32 {
  @if(transpose_b) return b[t * params.k * params.n + j * params.k + l];
  @if(!transpose_b) return b[t * params.k * params.n + l * params.n + j];
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.n || id.y >= params.m) {
    return;
  }
  var sum = 0.0;
  for (var l = 0u; l < params.k; l++) {
    sum += a_at(id.z, id.y, l) * b_at(id.z, l, id.x);
  }
  store(id.z * params.m + id.y, id.x, sum);
}

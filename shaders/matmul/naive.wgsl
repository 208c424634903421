// Matrix product C[t, i, j] = Σ_l A[t, i, l] · B[t, l, j], row-major; A or B may be stored transposed. With `colsum`
// also S[j] = Σ_l B[l, j], for one matrix. One thread computes one element; the grid is one line folded into y.
// The variant for any shape and device.
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
@if(colsum) @group(0) @binding(5) var<storage, read_write> sums: array<f32>;

fn a_at(t: u32, i: u32, l: u32) -> f32 {
  @if(transpose_a) return a[t * params.m * params.k + l * params.m + i];
  @if(!transpose_a) return a[t * params.m * params.k + i * params.k + l];
}

fn b_at(t: u32, l: u32, j: u32) -> f32 {
  @if(transpose_b) return b[t * params.k * params.n + j * params.k + l];
  @if(!transpose_b) return b[t * params.k * params.n + l * params.n + j];
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let at = (group.y * groups.x + group.x) * 64 + local.x;
  if (at >= params.batch * params.m * params.n) {
    return;
  }
  let row = at / params.n;
  let j = at % params.n;
  let t = row / params.m;
  let i = row % params.m;
  var sum = 0.0;
  @if(colsum) var column = 0.0;
  for (var l = 0u; l < params.k; l++) {
    let y = b_at(t, l, j);
    sum += a_at(t, i, l) * y;
    @if(colsum) column += y;
  }
  store(row, j, sum);
  @if(colsum) {
    if (i == 0) {
      sums[j] = column;
    }
  }
}

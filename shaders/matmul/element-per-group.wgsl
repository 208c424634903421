// Matrix product with few results and a long sum: C[t, i, j] = Σ_l A[t, i, l] · B[t, l, j], row-major; A or B may be
// stored transposed. A workgroup of 64 threads computes one element: each adds every 64th product, then a tree in
// workgroup memory adds the 64 sums. For one row (a prediction), one column (one logit). The grid is one line folded
// into y. For GPUs.
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

const THREADS = 64u;
var<workgroup> partial: array<f32, THREADS>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let number = group.y * groups.x + group.x;
  let inside = number < params.batch * params.m * params.n;
  // Groups of the fold that are too many compute element 0 once more and store nothing: a barrier follows.
  let at = select(0u, number, inside);
  let j = at % params.n;
  let i = (at / params.n) % params.m;
  let t = at / (params.n * params.m);
  @if(transpose_a) let a_start = t * params.m * params.k + i;
  @if(transpose_a) let a_step = params.m;
  @if(!transpose_a) let a_start = (t * params.m + i) * params.k;
  @if(!transpose_a) let a_step = 1u;
  @if(transpose_b) let b_start = (t * params.n + j) * params.k;
  @if(transpose_b) let b_step = 1u;
  @if(!transpose_b) let b_start = t * params.k * params.n + j;
  @if(!transpose_b) let b_step = params.n;
  var sum = 0.0;
  for (var l = thread; l < params.k; l += THREADS) {
    sum += a[a_start + l * a_step] * b[b_start + l * b_step];
  }
  partial[thread] = sum;
  for (var half = THREADS / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (thread < half) {
      partial[thread] += partial[thread + half];
    }
  }
  if (thread == 0 && inside) {
    store(t * params.m + i, j, partial[0]);
  }
}

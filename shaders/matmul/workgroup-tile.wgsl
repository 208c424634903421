// Matrix product C[t, i, j] = Σ_l A[t, i, l] · B[t, l, j], row-major; A or B may be stored transposed. For GPUs.
//
// A workgroup of SIDE × SIDE threads computes a tile of 4·SIDE × 4·SIDE elements of C, a thread 4×4 of them. DEPTH
// columns of A and rows of B at a time lie in workgroup memory, both as vec4 along the tile, so that a thread reads four
// rows of A and four columns of B with two loads. Behind the edges zeros are stored, so odd sizes need no other code.
//
// Conditions: transpose_a, transpose_b; vec4_a, vec4_b (the contiguous axis is a multiple of 4); small (SIDE 8 instead
// of 16); colsum (also S[j] = Σ_l B[l, j], for one matrix); split (z also counts slices of K, whose sums go to
// `partial` [slice, batch · M, N] instead of the tail; with colsum a slice has one row more, S).
// Method: Volkov and Demmel, Benchmarking GPUs to tune dense linear algebra (2008): work per thread in registers.
@if(!split) import tail::store;

struct Params {
  batch: u32,
  m: u32,
  n: u32,
  k: u32,
  // Elements along K that one slice takes, a multiple of DEPTH.
  depth: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@if(vec4_a) @group(0) @binding(3) var<storage, read> a: array<vec4f>;
@if(!vec4_a) @group(0) @binding(3) var<storage, read> a: array<f32>;
@if(vec4_b) @group(0) @binding(4) var<storage, read> b: array<vec4f>;
@if(!vec4_b) @group(0) @binding(4) var<storage, read> b: array<f32>;
@if(split) @group(0) @binding(5) var<storage, read_write> partial: array<f32>;
@if(colsum && !split) @group(0) @binding(5) var<storage, read_write> sums: array<f32>;

@if(small) const SIDE = 8u;
@if(!small) const SIDE = 16u;
const DEPTH = 16u;

// [DEPTH, SIDE] each: vec4 of four rows of A, of four columns of B.
var<workgroup> tile_a: array<vec4f, DEPTH * SIDE>;
var<workgroup> tile_b: array<vec4f, DEPTH * SIDE>;

// A matrix stored [lines, length], read along its contiguous axis: four elements from `at`, zero behind the ends.
fn quad_a(t: u32, line: u32, at: u32, lines: u32, length: u32) -> vec4f {
  if (line >= lines || at >= length) {
    return vec4f();
  }
  let start = (t * lines + line) * length + at;
  @if(vec4_a) return a[start / 4];
  @if(!vec4_a) {
    let last = start - at + length - 1;
    let i = min(start + vec4u(0, 1, 2, 3), vec4u(last));
    let inside = at + vec4u(0, 1, 2, 3) < vec4u(length);
    return select(vec4f(), vec4f(a[i.x], a[i.y], a[i.z], a[i.w]), inside);
  }
}

fn quad_b(t: u32, line: u32, at: u32, lines: u32, length: u32) -> vec4f {
  if (line >= lines || at >= length) {
    return vec4f();
  }
  let start = (t * lines + line) * length + at;
  @if(vec4_b) return b[start / 4];
  @if(!vec4_b) {
    let last = start - at + length - 1;
    let i = min(start + vec4u(0, 1, 2, 3), vec4u(last));
    let inside = at + vec4u(0, 1, 2, 3) < vec4u(length);
    return select(vec4f(), vec4f(b[i.x], b[i.y], b[i.z], b[i.w]), inside);
  }
}

// Quad number `q` of the tile of A that starts at (row, l). Where K is the contiguous axis, the quad is scattered.
fn fill_a(t: u32, row: u32, l: u32, q: u32) {
  @if(transpose_a) tile_a[q] = quad_a(t, l + q / SIDE, row + 4 * (q % SIDE), params.k, params.m);
  @if(!transpose_a) {
    let line = q / (DEPTH / 4);
    let at = 4 * (q % (DEPTH / 4));
    let values = quad_a(t, row + line, l + at, params.m, params.k);
    for (var e = 0u; e < 4; e++) {
      tile_a[(at + e) * SIDE + line / 4][line % 4] = values[e];
    }
  }
}

fn fill_b(t: u32, col: u32, l: u32, q: u32) {
  @if(!transpose_b) tile_b[q] = quad_b(t, l + q / SIDE, col + 4 * (q % SIDE), params.k, params.n);
  @if(transpose_b) {
    let line = q / (DEPTH / 4);
    let at = 4 * (q % (DEPTH / 4));
    let values = quad_b(t, col + line, l + at, params.n, params.k);
    for (var e = 0u; e < 4; e++) {
      tile_b[(at + e) * SIDE + line / 4][line % 4] = values[e];
    }
  }
}

@compute @workgroup_size(SIDE, SIDE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let t = group.z % params.batch;
  let slice = group.z / params.batch;
  let row = group.y * SIDE * 4;
  let col = group.x * SIDE * 4;

  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();
  @if(colsum) var column = vec4f();
  // A slice ends on a multiple of DEPTH, or at the end of K, behind which there are zeros.
  let end = min((slice + 1) * params.depth, params.k);
  for (var l = slice * params.depth; l < end; l += DEPTH) {
    for (var q = index; q < DEPTH * SIDE; q += SIDE * SIDE) {
      fill_a(t, row, l, q);
      fill_b(t, col, l, q);
    }
    workgroupBarrier();
    for (var i = 0u; i < DEPTH; i++) {
      let x = tile_a[i * SIDE + local.y];
      let y = tile_b[i * SIDE + local.x];
      c0 += x.x * y;
      c1 += x.y * y;
      c2 += x.z * y;
      c3 += x.w * y;
      @if(colsum) column += y;
    }
    workgroupBarrier();
  }

  var block = mat4x4f(c0, c1, c2, c3);
  for (var i = 0u; i < 16; i++) {
    let r = row + local.y * 4 + i / 4;
    let c = col + local.x * 4 + i % 4;
    if (r < params.m && c < params.n) {
      @if(split) partial[(slice * slice_rows() + t * params.m + r) * params.n + c] = block[i / 4][i % 4];
      @if(!split) store(t * params.m + r, c, block[i / 4][i % 4]);
    }
  }
  @if(colsum) {
    if (group.y == 0 && local.y == 0) {
      for (var i = 0u; i < 4; i++) {
        let c = col + local.x * 4 + i;
        if (c < params.n) {
          @if(split) partial[(slice * slice_rows() + params.m) * params.n + c] = column[i];
          @if(!split) sums[c] = column[i];
        }
      }
    }
  }
}

@if(split)
fn slice_rows() -> u32 {
  @if(colsum) return params.m + 1;
  @if(!colsum) return params.batch * params.m;
}

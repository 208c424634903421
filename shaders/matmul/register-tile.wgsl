// Matrix product C[t, i, j] = Σ_l A[t, i, l] · B[t, l, j], row-major; A or B may be stored transposed.
// For adapters that are a CPU: big register tiles, no workgroup memory, no barriers.
//
// A thread computes ROW_BLOCKS × COL_BLOCKS blocks of 4×4 elements of C, each a mat4x4f whose columns are the rows of
// C. It walks along K four at a time, and a step of a block is one matrix product:
//   block(C)ᵀ += block(B)ᵀ · block(A)ᵀ   with the transposes kept as columns, so nothing is moved.
// Four neighbours in x take interleaved column blocks of the same rows, so that they read whole cache lines of B. With
// `share_a` these four are a subgroup: each loads one line of a block of A and broadcasts it to the others.
//
// Conditions: transpose_a, transpose_b; vec4_a, vec4_b (the contiguous axis is a multiple of 4); k_edge (K is not);
// share_a; rows_2, rows_4, rows_8, cols_2, cols_4 (at least so many blocks); colsum (also S[j] = Σ_l B[l, j], for one
// matrix); split (z also counts slices of K, whose sums go to `partial` [slice, batch · M, N] instead of the tail; with
// colsum a slice has one row more, S).
@if(!split) import tail::{store, store_four};

@if(share_a) enable subgroups;

struct Params {
  batch: u32,
  m: u32,
  n: u32,
  k: u32,
  // Steps of four along K that one slice takes.
  steps: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@if(vec4_a) @group(0) @binding(3) var<storage, read> a: array<vec4f>;
@if(!vec4_a) @group(0) @binding(3) var<storage, read> a: array<f32>;
@if(vec4_b) @group(0) @binding(4) var<storage, read> b: array<vec4f>;
@if(!vec4_b) @group(0) @binding(4) var<storage, read> b: array<f32>;
@if(split) @group(0) @binding(5) var<storage, read_write> partial: array<f32>;
@if(colsum && !split) @group(0) @binding(5) var<storage, read_write> sums: array<f32>;

@if(rows_8) const ROW_BLOCKS = 8u;
@if(rows_4 && !rows_8) const ROW_BLOCKS = 4u;
@if(rows_2 && !rows_4) const ROW_BLOCKS = 2u;
@if(!rows_2) const ROW_BLOCKS = 1u;
@if(cols_4) const COL_BLOCKS = 4u;
@if(cols_2 && !cols_4) const COL_BLOCKS = 2u;
@if(!cols_2) const COL_BLOCKS = 1u;

// Where a thread finds the four lines of a block of A or B at step 0: one line, its own, where they are shared.
@if(share_a) alias LinesA = u32;
@if(!share_a) alias LinesA = vec4u;

const FOUR = vec4u(0, 1, 2, 3);

// Offsets of the lines of the block of A with rows `row`.. (in elements, or in vec4 where A is read so).
fn lines_a(t: u32, row: u32, lane: u32) -> LinesA {
  @if(share_a) let i = lane;
  @if(!share_a) let i = FOUR;
  @if(vec4_a && !transpose_a) return (t * params.m + min(LinesA(row) + i, LinesA(params.m - 1))) * (params.k / 4);
  @if(!vec4_a && !transpose_a) return (t * params.m + min(LinesA(row) + i, LinesA(params.m - 1))) * params.k;
  @if(vec4_a && transpose_a) return (t * params.k + i) * (params.m / 4) + min(row, params.m - 4) / 4;
  @if(!vec4_a && transpose_a) return (t * params.k + i) * params.m;
}

// One line of a block of A: four elements along the contiguous axis, at step `l`; `i` is the line's number.
fn line_a(line: u32, row: u32, l: u32, i: u32) -> vec4f {
  @if(vec4_a && !transpose_a) return a[line + l];
  @if(vec4_a && transpose_a && !k_edge) return a[line + l * params.m];
  @if(vec4_a && transpose_a && k_edge) return a[line + l * params.m - past_end(l, i) * (params.m / 4)];
  @if(!vec4_a && !transpose_a) {
    let at = line + min(4 * l + FOUR, vec4u(params.k - 1));
    return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]);
  }
  @if(!vec4_a && transpose_a) {
    let at = line + (4 * l - past_end(l, i)) * params.m + min(row + FOUR, vec4u(params.m - 1));
    return vec4f(a[at.x], a[at.y], a[at.z], a[at.w]);
  }
}

// How many lines line `i` of step `l` lies behind the last one along K.
fn past_end(l: u32, i: u32) -> u32 {
  @if(k_edge) return max(4 * l + i, params.k - 1) - (params.k - 1);
  @if(!k_edge) return 0;
}

// The block of A as columns = rows of C, rows = steps along K.
fn block_a(lines: LinesA, row: u32, l: u32, lane: u32) -> mat4x4f {
  @if(share_a) {
    let own = line_a(lines, row, l, lane);
    let all = mat4x4f(subgroupBroadcast(own, 0), subgroupBroadcast(own, 1), subgroupBroadcast(own, 2),
      subgroupBroadcast(own, 3));
    @if(transpose_a) return transpose(all);
    @if(!transpose_a) return all;
  }
  @if(!share_a) {
    let all = mat4x4f(line_a(lines.x, row, l, 0), line_a(lines.y, row, l, 1), line_a(lines.z, row, l, 2),
      line_a(lines.w, row, l, 3));
    @if(transpose_a) return transpose(all);
    @if(!transpose_a) return all;
  }
}

fn lines_b(t: u32, col: u32) -> vec4u {
  @if(vec4_b && transpose_b) return (t * params.n + min(col + FOUR, vec4u(params.n - 1))) * (params.k / 4);
  @if(!vec4_b && transpose_b) return (t * params.n + min(col + FOUR, vec4u(params.n - 1))) * params.k;
  @if(vec4_b && !transpose_b) return (t * params.k + FOUR) * (params.n / 4) + min(col, params.n - 4) / 4;
  @if(!vec4_b && !transpose_b) return (t * params.k + FOUR) * params.n;
}

// One line of a block of B, zero behind the end of K.
fn line_b(line: u32, col: u32, l: u32, i: u32) -> vec4f {
  @if(vec4_b && transpose_b) return b[line + l];
  @if(vec4_b && !transpose_b && !k_edge) return b[line + l * params.n];
  @if(vec4_b && !transpose_b && k_edge) {
    let past = past_end(l, i);
    return select(vec4f(), b[line + l * params.n - past * (params.n / 4)], past == 0);
  }
  @if(!vec4_b && transpose_b) {
    let k = 4 * l + FOUR;
    let at = line + min(k, vec4u(params.k - 1));
    return select(vec4f(), vec4f(b[at.x], b[at.y], b[at.z], b[at.w]), k < vec4u(params.k));
  }
  @if(!vec4_b && !transpose_b) {
    let past = past_end(l, i);
    let at = line + (4 * l - past) * params.n + min(col + FOUR, vec4u(params.n - 1));
    return select(vec4f(), vec4f(b[at.x], b[at.y], b[at.z], b[at.w]), past == 0);
  }
}

// The block of B as columns = steps along K, rows = columns of C.
fn block_b(lines: vec4u, col: u32, l: u32) -> mat4x4f {
  let all = mat4x4f(line_b(lines.x, col, l, 0), line_b(lines.y, col, l, 1), line_b(lines.z, col, l, 2),
    line_b(lines.w, col, l, 3));
  @if(transpose_b) return transpose(all);
  @if(!transpose_b) return all;
}

@compute @workgroup_size(4)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let t = group.z % params.batch;
  let slice = group.z / params.batch;
  let row = group.y * ROW_BLOCKS * 4;
  // First column of column block 0; the others follow 16 columns apart.
  let col = group.x * COL_BLOCKS * 16 + lane * 4;

  let a0 = lines_a(t, row, lane);
  @if(rows_2) let a1 = lines_a(t, row + 4, lane);
  @if(rows_4) let a2 = lines_a(t, row + 8, lane);
  @if(rows_4) let a3 = lines_a(t, row + 12, lane);
  @if(rows_8) let a4 = lines_a(t, row + 16, lane);
  @if(rows_8) let a5 = lines_a(t, row + 20, lane);
  @if(rows_8) let a6 = lines_a(t, row + 24, lane);
  @if(rows_8) let a7 = lines_a(t, row + 28, lane);
  let b0 = lines_b(t, col);
  @if(cols_2) let b1 = lines_b(t, col + 16);
  @if(cols_4) let b2 = lines_b(t, col + 32);
  @if(cols_4) let b3 = lines_b(t, col + 48);

  var c00 = mat4x4f();
  @if(cols_2) var c01 = mat4x4f();
  @if(cols_4) var c02 = mat4x4f();
  @if(cols_4) var c03 = mat4x4f();
  @if(rows_2) var c10 = mat4x4f();
  @if(rows_2 && cols_2) var c11 = mat4x4f();
  @if(rows_2 && cols_4) var c12 = mat4x4f();
  @if(rows_2 && cols_4) var c13 = mat4x4f();
  @if(rows_4) var c20 = mat4x4f();
  @if(rows_4 && cols_2) var c21 = mat4x4f();
  @if(rows_4 && cols_4) var c22 = mat4x4f();
  @if(rows_4 && cols_4) var c23 = mat4x4f();
  @if(rows_4) var c30 = mat4x4f();
  @if(rows_4 && cols_2) var c31 = mat4x4f();
  @if(rows_4 && cols_4) var c32 = mat4x4f();
  @if(rows_4 && cols_4) var c33 = mat4x4f();
  @if(rows_8) var c40 = mat4x4f();
  @if(rows_8 && cols_2) var c41 = mat4x4f();
  @if(rows_8 && cols_4) var c42 = mat4x4f();
  @if(rows_8 && cols_4) var c43 = mat4x4f();
  @if(rows_8) var c50 = mat4x4f();
  @if(rows_8 && cols_2) var c51 = mat4x4f();
  @if(rows_8 && cols_4) var c52 = mat4x4f();
  @if(rows_8 && cols_4) var c53 = mat4x4f();
  @if(rows_8) var c60 = mat4x4f();
  @if(rows_8 && cols_2) var c61 = mat4x4f();
  @if(rows_8 && cols_4) var c62 = mat4x4f();
  @if(rows_8 && cols_4) var c63 = mat4x4f();
  @if(rows_8) var c70 = mat4x4f();
  @if(rows_8 && cols_2) var c71 = mat4x4f();
  @if(rows_8 && cols_4) var c72 = mat4x4f();
  @if(rows_8 && cols_4) var c73 = mat4x4f();
  @if(colsum) var s0 = vec4f();
  @if(colsum && cols_2) var s1 = vec4f();
  @if(colsum && cols_4) var s2 = vec4f();
  @if(colsum && cols_4) var s3 = vec4f();

  let end = min((slice + 1) * params.steps, (params.k + 3) / 4);
  for (var l = slice * params.steps; l < end; l++) {
    let y0 = block_b(b0, col, l);
    @if(cols_2) let y1 = block_b(b1, col + 16, l);
    @if(cols_4) let y2 = block_b(b2, col + 32, l);
    @if(cols_4) let y3 = block_b(b3, col + 48, l);
    @if(colsum) s0 += y0 * vec4f(1);
    @if(colsum && cols_2) s1 += y1 * vec4f(1);
    @if(colsum && cols_4) s2 += y2 * vec4f(1);
    @if(colsum && cols_4) s3 += y3 * vec4f(1);

    let x0 = block_a(a0, row, l, lane);
    c00 += y0 * x0;
    @if(cols_2) c01 += y1 * x0;
    @if(cols_4) c02 += y2 * x0;
    @if(cols_4) c03 += y3 * x0;
    @if(rows_2) let x1 = block_a(a1, row + 4, l, lane);
    @if(rows_2) c10 += y0 * x1;
    @if(rows_2 && cols_2) c11 += y1 * x1;
    @if(rows_2 && cols_4) c12 += y2 * x1;
    @if(rows_2 && cols_4) c13 += y3 * x1;
    @if(rows_4) let x2 = block_a(a2, row + 8, l, lane);
    @if(rows_4) c20 += y0 * x2;
    @if(rows_4 && cols_2) c21 += y1 * x2;
    @if(rows_4 && cols_4) c22 += y2 * x2;
    @if(rows_4 && cols_4) c23 += y3 * x2;
    @if(rows_4) let x3 = block_a(a3, row + 12, l, lane);
    @if(rows_4) c30 += y0 * x3;
    @if(rows_4 && cols_2) c31 += y1 * x3;
    @if(rows_4 && cols_4) c32 += y2 * x3;
    @if(rows_4 && cols_4) c33 += y3 * x3;
    @if(rows_8) let x4 = block_a(a4, row + 16, l, lane);
    @if(rows_8) c40 += y0 * x4;
    @if(rows_8 && cols_2) c41 += y1 * x4;
    @if(rows_8 && cols_4) c42 += y2 * x4;
    @if(rows_8 && cols_4) c43 += y3 * x4;
    @if(rows_8) let x5 = block_a(a5, row + 20, l, lane);
    @if(rows_8) c50 += y0 * x5;
    @if(rows_8 && cols_2) c51 += y1 * x5;
    @if(rows_8 && cols_4) c52 += y2 * x5;
    @if(rows_8 && cols_4) c53 += y3 * x5;
    @if(rows_8) let x6 = block_a(a6, row + 24, l, lane);
    @if(rows_8) c60 += y0 * x6;
    @if(rows_8 && cols_2) c61 += y1 * x6;
    @if(rows_8 && cols_4) c62 += y2 * x6;
    @if(rows_8 && cols_4) c63 += y3 * x6;
    @if(rows_8) let x7 = block_a(a7, row + 28, l, lane);
    @if(rows_8) c70 += y0 * x7;
    @if(rows_8 && cols_2) c71 += y1 * x7;
    @if(rows_8 && cols_4) c72 += y2 * x7;
    @if(rows_8 && cols_4) c73 += y3 * x7;
  }

  // Only from here on the blocks are an array: indexed in a loop, the tail's code stands once.
  var blocks: array<mat4x4f, ROW_BLOCKS * COL_BLOCKS>;
  blocks[0] = c00;
  @if(cols_2) blocks[1] = c01;
  @if(cols_4) blocks[2] = c02;
  @if(cols_4) blocks[3] = c03;
  @if(rows_2) blocks[COL_BLOCKS] = c10;
  @if(rows_2 && cols_2) blocks[COL_BLOCKS + 1] = c11;
  @if(rows_2 && cols_4) blocks[COL_BLOCKS + 2] = c12;
  @if(rows_2 && cols_4) blocks[COL_BLOCKS + 3] = c13;
  @if(rows_4) blocks[2 * COL_BLOCKS] = c20;
  @if(rows_4 && cols_2) blocks[2 * COL_BLOCKS + 1] = c21;
  @if(rows_4 && cols_4) blocks[2 * COL_BLOCKS + 2] = c22;
  @if(rows_4 && cols_4) blocks[2 * COL_BLOCKS + 3] = c23;
  @if(rows_4) blocks[3 * COL_BLOCKS] = c30;
  @if(rows_4 && cols_2) blocks[3 * COL_BLOCKS + 1] = c31;
  @if(rows_4 && cols_4) blocks[3 * COL_BLOCKS + 2] = c32;
  @if(rows_4 && cols_4) blocks[3 * COL_BLOCKS + 3] = c33;
  @if(rows_8) blocks[4 * COL_BLOCKS] = c40;
  @if(rows_8 && cols_2) blocks[4 * COL_BLOCKS + 1] = c41;
  @if(rows_8 && cols_4) blocks[4 * COL_BLOCKS + 2] = c42;
  @if(rows_8 && cols_4) blocks[4 * COL_BLOCKS + 3] = c43;
  @if(rows_8) blocks[5 * COL_BLOCKS] = c50;
  @if(rows_8 && cols_2) blocks[5 * COL_BLOCKS + 1] = c51;
  @if(rows_8 && cols_4) blocks[5 * COL_BLOCKS + 2] = c52;
  @if(rows_8 && cols_4) blocks[5 * COL_BLOCKS + 3] = c53;
  @if(rows_8) blocks[6 * COL_BLOCKS] = c60;
  @if(rows_8 && cols_2) blocks[6 * COL_BLOCKS + 1] = c61;
  @if(rows_8 && cols_4) blocks[6 * COL_BLOCKS + 2] = c62;
  @if(rows_8 && cols_4) blocks[6 * COL_BLOCKS + 3] = c63;
  @if(rows_8) blocks[7 * COL_BLOCKS] = c70;
  @if(rows_8 && cols_2) blocks[7 * COL_BLOCKS + 1] = c71;
  @if(rows_8 && cols_4) blocks[7 * COL_BLOCKS + 2] = c72;
  @if(rows_8 && cols_4) blocks[7 * COL_BLOCKS + 3] = c73;
  for (var block = 0u; block < ROW_BLOCKS * COL_BLOCKS; block++) {
    for (var i = 0u; i < 4; i++) {
      let r = row + (block / COL_BLOCKS) * 4 + i;
      if (r < params.m) {
        write_row(t, slice, r, col + (block % COL_BLOCKS) * 16, blocks[block][i]);
      }
    }
  }
  @if(colsum) {
    if (group.y == 0) {
      write_sums(slice, col, s0);
      @if(cols_2) write_sums(slice, col + 16, s1);
      @if(cols_4) write_sums(slice, col + 32, s2);
      @if(cols_4) write_sums(slice, col + 48, s3);
    }
  }
}

// Four elements of a row of C, those inside it.
fn write_row(t: u32, slice: u32, row: u32, col: u32, values: vec4f) {
  @if(!split) {
    if (col + 3 < params.n) {
      store_four(t * params.m + row, col, values);
      return;
    }
  }
  for (var i = 0u; i < 4; i++) {
    if (col + i < params.n) {
      @if(split) partial[(slice * slice_rows() + t * params.m + row) * params.n + col + i] = values[i];
      @if(!split) store(t * params.m + row, col + i, values[i]);
    }
  }
}

@if(split)
fn slice_rows() -> u32 {
  @if(colsum) return params.m + 1;
  @if(!colsum) return params.batch * params.m;
}

@if(colsum)
fn write_sums(slice: u32, col: u32, values: vec4f) {
  for (var i = 0u; i < 4; i++) {
    if (col + i < params.n) {
      @if(split) partial[(slice * slice_rows() + params.m) * params.n + col + i] = values[i];
      @if(!split) sums[col + i] = values[i];
    }
  }
}

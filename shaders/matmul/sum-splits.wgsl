// Second half of a product whose K was cut into slices: out[row, col] = Σ_s partial[s, row, col], in the order of the
// slices, handed to the tail. With `colsum` a slice has one row more: the column sums, for `sums`. One thread computes
// one element; the grid is one line folded into y.
import tail::store;

struct Params {
  rows: u32,
  cols: u32,
  slices: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> partial: array<f32>;
@if(colsum) @group(0) @binding(4) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(32)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let i = (group.y * groups.x + group.x) * 32 + local.x;
  @if(colsum) let count = (params.rows + 1) * params.cols;
  @if(!colsum) let count = params.rows * params.cols;
  if (i >= count) {
    return;
  }
  var sum = 0.0;
  for (var s = 0u; s < params.slices; s++) {
    sum += partial[s * count + i];
  }
  let row = i / params.cols;
  @if(colsum) {
    if (row == params.rows) {
      sums[i % params.cols] = sum;
      return;
    }
  }
  store(row, i % params.cols, sum);
}

// Second pass of the kernel gradients: adds partial sums [chunks, count] over the chunks, in order. The first `split` elements
// go to dw, with `bias` the rest to db. One thread adds one element.
struct Params {
  chunks: u32,
  count: u32,
  split: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> partials: array<f32>;
@group(0) @binding(4) var<storage, read_write> dw: array<f32>;
@if(bias) @group(0) @binding(5) var<storage, read_write> db: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (group.y * groups.x + group.x) * 64 + local;
  if (i >= params.count) {
    return;
  }
  var sum = 0.0;
  for (var chunk = 0u; chunk < params.chunks; chunk++) {
    sum += partials[chunk * params.count + i];
  }
  if (i < params.split) {
    dw[i] = sum;
  } else {
    @if(bias) db[i - params.split] = sum;
  }
}

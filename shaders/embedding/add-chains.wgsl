// Second half of the gradient of a gather: out[r] = Σ over the chain of r of g[i], zero for an empty chain; head [rows]
// and next [count] from embedding/link-entries, g [count, width], out [rows, width]. A thread computes four vec4
// of a row at a time that lie four apart, so that four neighbours read whole cache lines, and goes on behind what all threads of the
// row have taken; the grid is one line folded into y. vec4: the width is a multiple of 4.
struct Params {
  count: u32,
  rows: u32,
  // In vec4 where they are read so.
  width: u32,
  // Threads that share a row, a multiple of 4.
  threads: u32,
}

@if(vec4) alias Value = vec4f;
@if(!vec4) alias Value = f32;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> head: array<u32>;
@group(0) @binding(4) var<storage, read> next: array<u32>;
@group(0) @binding(5) var<storage, read> g: array<Value>;
@group(0) @binding(6) var<storage, read_write> out: array<Value>;

@compute @workgroup_size(32)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let thread = (group.y * groups.x + group.x) * 32 + local;
  let row = thread / params.threads;
  if (row >= params.rows) {
    return;
  }
  let part = thread % params.threads;
  for (var block = part / 4 * 16; block < params.width; block += 4 * params.threads) {
    add_block(row, block + part % 4 + vec4u(0, 4, 8, 12));
  }
}

fn add_block(row: u32, at: vec4u) {
  // Columns behind the end read the last one, and are not written.
  let column = min(at, vec4u(params.width - 1));
  var sum0 = Value();
  var sum1 = Value();
  var sum2 = Value();
  var sum3 = Value();
  for (var i = head[row]; i < params.count; i = next[i]) {
    let entry = i * params.width + column;
    sum0 += g[entry.x];
    sum1 += g[entry.y];
    sum2 += g[entry.z];
    sum3 += g[entry.w];
  }
  let to = row * params.width + at;
  if (at.x < params.width) {
    out[to.x] = sum0;
  }
  if (at.y < params.width) {
    out[to.y] = sum1;
  }
  if (at.z < params.width) {
    out[to.z] = sum2;
  }
  if (at.w < params.width) {
    out[to.w] = sum3;
  }
}

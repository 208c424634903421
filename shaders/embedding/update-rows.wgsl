// One step of an optimizer on the rows of a table that entries name, in place: g = Σ over the chain of the row of gradients[i], then
//   w -= η·g,  or with an average  v = ρ·v + (1 - ρ)·g²,  w -= η·g / sqrt(v + ε)
// where v is first multiplied by ρ for each step that the row missed. next [count] from embedding/link-entries, missed [count] from
// embedding/begin-rows, indices [count], gradients [count, width], table and average [rows, width], numbers [flag, η, ρ, 1 - ρ, ε].
// The first entry of each row does the work: a thread computes four vec4 at a time that lie four apart, so that four neighbours
// read whole cache lines, and goes on behind what all threads of the row have taken; the grid is one line folded into y. vec4: the
// width is a multiple of 4.
import package::lib::decay::{Value, decayed};

struct Params {
  count: u32,
  // In vec4 where they are read so.
  width: u32,
  // Threads that share a row, a multiple of 4.
  threads: u32,
}

const NOTHING = 0xffffffffu;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> indices: array<u32>;
@group(0) @binding(4) var<storage, read> next: array<u32>;
@group(0) @binding(5) var<storage, read> missed: array<u32>;
@group(0) @binding(6) var<storage, read> numbers: array<f32>;
@group(0) @binding(7) var<storage, read> gradients: array<Value>;
@group(0) @binding(8) var<storage, read_write> table: array<Value>;
@if(average) @group(0) @binding(9) var<storage, read_write> averages: array<Value>;

@if(average)
fn update(at: u32, g: Value, steps: u32) {
  let v = decayed(averages[at], numbers[2], steps) * numbers[2] + g * g * numbers[3];
  averages[at] = v;
  table[at] = table[at] - g * numbers[1] / sqrt(v + numbers[4]);
}

@if(!average)
fn update(at: u32, g: Value, steps: u32) {
  table[at] = table[at] - g * numbers[1];
}

@compute @workgroup_size(32)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let thread = (group.y * groups.x + group.x) * 32 + local;
  let first = thread / params.threads;
  if (first >= params.count) {
    return;
  }
  let steps = missed[first];
  if (steps == NOTHING) {
    return;
  }
  let part = thread % params.threads;
  let row = indices[first] * params.width;
  for (var block = part / 4 * 16; block < params.width; block += 4 * params.threads) {
    update_block(first, row, block + part % 4 + vec4u(0, 4, 8, 12), steps);
  }
}

fn update_block(first: u32, row: u32, at: vec4u, steps: u32) {
  // Columns behind the end read the last one, and are not written.
  let column = min(at, vec4u(params.width - 1));
  var sum0 = Value();
  var sum1 = Value();
  var sum2 = Value();
  var sum3 = Value();
  for (var i = first; i < params.count; i = next[i]) {
    let entry = i * params.width + column;
    sum0 += gradients[entry.x];
    sum1 += gradients[entry.y];
    sum2 += gradients[entry.z];
    sum3 += gradients[entry.w];
  }
  let to = row + at;
  if (at.x < params.width) {
    update(to.x, sum0, steps);
  }
  if (at.y < params.width) {
    update(to.y, sum1, steps);
  }
  if (at.z < params.width) {
    update(to.z, sum2, steps);
  }
  if (at.w < params.width) {
    update(to.w, sum3, steps);
  }
}

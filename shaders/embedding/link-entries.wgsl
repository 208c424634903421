// First half of the gradient of a gather: chains the entries of equal row number in their order. indices int32 [count];
// head [rows] is the first entry of a row, next [count] the following one of the same row; `count` ends a chain.
// One workgroup: all threads empty the heads, then one thread puts the entries in front, from the last to the first.
// For adapters that are a CPU, where one thread walks thousands of entries in a fraction of a millisecond.
struct Params {
  count: u32,
  rows: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(3) var<storage, read> indices: array<i32>;
@group(0) @binding(4) var<storage, read_write> head: array<u32>;
@group(0) @binding(5) var<storage, read_write> next: array<u32>;

@compute @workgroup_size(4)
fn main(@builtin(local_invocation_index) thread: u32) {
  for (var row = thread; row < params.rows; row += 4) {
    head[row] = params.count;
  }
  storageBarrier();
  if (thread == 0) {
    for (var i = params.count; i > 0; i--) {
      // A negative number is beyond the rows too.
      let row = u32(indices[i - 1]);
      if (row < params.rows) {
        next[i - 1] = head[row];
        head[row] = i - 1;
      }
    }
  }
}

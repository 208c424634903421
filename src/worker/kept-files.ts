/** Copies of data files for times without a network. Storage may be forbidden or full: then there are none. */
const open = async (): Promise<Cache> => caches.open('data');

/**
 * A file from the network, and a copy of it kept; without a network the copy. The network is asked first, so that data of two
 * versions never mix; browsers ask it only whether their own copy is still right. Errors where there is neither.
 */
export async function fetchKept(url: URL, signal: AbortSignal | null): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    const kept = signal?.aborted ? undefined : await keptFile(url);
    if (kept === undefined) throw error;
    return kept;
  }
  if (response.ok) keep(url, response.clone());
  return response;
}

function keep(url: URL, response: Response): void {
  open()
    .then((cache) => cache.put(url, response))
    .catch(() => {});
}

async function keptFile(url: URL): Promise<Response | undefined> {
  try {
    return await (await open()).match(url);
  } catch {
    return undefined;
  }
}

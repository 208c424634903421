// The data sets that come with the app, as `data/manifest.json` describes them.

/** A data set of the manifest. */
export interface ShippedData {
  readonly id: string;
  readonly title: string;
  readonly source: { readonly package: string; readonly version: string; readonly packageLicence: string };
  readonly origin: string;
  readonly licence: string;
  readonly description: string;
}

/** Reads the manifest: from the server, without one the copy that the engine has kept. Errors where there is neither. */
export async function readShipped(): Promise<ShippedData[]> {
  const url = new URL('data/manifest.json', document.baseURI);
  const response = await fetch(url).catch(() => caches.match(url));
  if (!response?.ok) throw new Error(`data/manifest.json: HTTP ${response?.status}`);
  const { datasets } = (await response.json()) as {
    datasets: Readonly<Record<string, Omit<ShippedData, 'id'>>>;
  };
  return Object.entries(datasets).map(([id, entry]) => ({ id, ...entry }));
}

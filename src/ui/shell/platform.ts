// Which browser on which system, as far as the user agent tells: to show the fitting instructions first.

export type BrowserName = 'chrome' | 'safari' | 'firefox';
export type SystemName = 'windows' | 'mac' | 'linux' | 'android' | 'ios' | 'other';

export interface Platform {
  readonly browser: BrowserName | null;
  readonly system: SystemName;
}

const SYSTEMS: readonly (readonly [RegExp, SystemName])[] = [
  [/iPhone|iPad|iPod/, 'ios'],
  [/Android/, 'android'],
  [/Windows/, 'windows'],
  [/Macintosh/, 'mac'],
  [/Linux|X11/, 'linux'],
];

/** @param touchPoints tells an iPad, which calls itself a Macintosh, from a Mac */
export function detectPlatform(agent: string, touchPoints: number): Platform {
  const found = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1] ?? 'other';
  return { browser: browserOf(agent), system: found === 'mac' && touchPoints > 1 ? 'ios' : found };
}

function browserOf(agent: string): BrowserName | null {
  if (/Firefox|FxiOS/.test(agent)) return 'firefox';
  if (/Chrome|Chromium|CriOS|Edg/.test(agent)) return 'chrome';
  return /Safari/.test(agent) ? 'safari' : null;
}

import { TabArea } from '../components/tab-area.tsx';
import { useText } from '../hooks/app-context.ts';
import { PresetsPanel } from '../panels/presets/presets-panel.tsx';
import { panelsOf } from '../panels/table.ts';
import { Header } from './header.tsx';
import { Notices } from './notices.tsx';
import { Numbers } from './numbers.tsx';
import { Split } from './split.tsx';
import { StatusBar } from './status-bar.tsx';
import styles from './workbench.module.css';

const CENTRE = [
  { id: 'centre', size: '34', least: 120 },
  { id: 'charts', size: '36', least: 140 },
  { id: 'samples', size: '30', least: 100 },
];
const SIDE = { id: 'side', size: 300, least: 240, most: 520, fixed: true };
const MIDDLE = { id: 'middle', size: '60', least: 360 };
const LEFT = { id: 'presets', size: 232, least: 180, most: 360, fixed: true };

/** The page at 720 px and more: columns with borders that can be dragged. Below 1200 px presets move into the right column. */
export function Workbench({ wide }: { readonly wide: boolean }) {
  const t = useText();
  const centre = (
    <div className={styles.area}>
      <Split id="rows" orientation="vertical" parts={CENTRE} label={t('resize')}>
        <TabArea area="centre" panels={panelsOf('centre')} />
        <TabArea area="charts" panels={panelsOf('charts')} aside={<Numbers />} />
        <TabArea area="samples" panels={panelsOf('samples')} />
      </Split>
    </div>
  );
  const side = (
    <section className={styles.area} aria-label={t('area.side')}>
      <TabArea area="side" panels={wide ? panelsOf('side') : [...panelsOf('presets'), ...panelsOf('side')]} />
    </section>
  );
  return (
    <div className={styles.page}>
      <Header />
      <Notices />
      <main className={styles.body}>
        {wide ? (
          <Split id="columns" orientation="horizontal" parts={[LEFT, MIDDLE, SIDE]} label={t('resize')}>
            <nav className={styles.presets} aria-label={t('area.presets')}>
              <PresetsPanel />
            </nav>
            {centre}
            {side}
          </Split>
        ) : (
          <Split id="two-columns" orientation="horizontal" parts={[MIDDLE, SIDE]} label={t('resize')}>
            {centre}
            {side}
          </Split>
        )}
      </main>
      <StatusBar />
    </div>
  );
}

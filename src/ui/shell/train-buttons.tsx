import { ChevronDown, Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { Hint } from '../components/hint.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../components/menu.tsx';
import { useApp, useAppShallow, useText } from '../hooks/app-context.ts';
import {
  canStep,
  freshSeed,
  pressPrimary,
  primaryOf,
  reset,
  runEpoch,
  slowMotion,
  step,
  stop,
} from '../store/actions/training.ts';
import styles from './train-buttons.module.css';

const SPEEDS = [1, 4, 20] as const;

/** Train (or Pause, or Resume), Step, Reset, and a menu with the rest. */
export function TrainButtons() {
  const app = useApp();
  const t = useText();
  const { status, opened, queued, slow } = useAppShallow(({ engine, model, training }) => ({
    status: engine.status,
    opened: model.opened !== null,
    queued: training.queued,
    slow: training.slowMotion,
  }));
  const primary = primaryOf(status);
  const steps = canStep(status);
  return (
    <div className={styles.buttons}>
      <Hint text={queued ? t('train.queued') : t(`hint.${primary.name}`)}>
        <Button
          look="primary"
          className={styles.primary}
          icon={primary.name === 'pause' ? <Pause /> : <Play />}
          disabled={!primary.enabled}
          onClick={() => pressPrimary(app)}
        >
          {t(`do.${primary.name}`)}
        </Button>
      </Hint>
      <Hint text={t('hint.step')}>
        <Button icon={<StepForward />} disabled={!steps} onClick={() => step(app)}>
          {t('do.step')}
        </Button>
      </Hint>
      <Hint text={t('hint.reset')}>
        <Button icon={<RotateCcw />} disabled={!opened} onClick={() => reset(app)}>
          {t('do.reset')}
        </Button>
      </Hint>
      <Menu trigger={<IconButton name={t('do.more')} icon={<ChevronDown />} />}>
        <MenuItem disabled={!steps} onSelect={() => runEpoch(app)}>
          {t('do.epoch')}
        </MenuItem>
        {[10, 100].map((count) => (
          <MenuItem key={count} disabled={!steps} onSelect={() => step(app, count)}>
            {t('do.steps', { count })}
          </MenuItem>
        ))}
        <MenuItem disabled={!opened} onSelect={() => reset(app, freshSeed())}>
          {t('do.newSeed')}
        </MenuItem>
        <MenuItem disabled={status !== 'running' && status !== 'paused'} onSelect={() => stop(app)}>
          {t('do.stop')}
        </MenuItem>
        <MenuLine />
        <MenuLabel>{t('speed')}</MenuLabel>
        {SPEEDS.map((speed) => (
          <MenuItem
            key={speed}
            checked={slow === speed}
            disabled={!opened}
            onSelect={() => slowMotion(app, speed)}
          >
            {t('speed.slow', { speed })}
          </MenuItem>
        ))}
        <MenuItem checked={slow === null} disabled={!opened} onSelect={() => slowMotion(app, null)}>
          {t('speed.full')}
        </MenuItem>
      </Menu>
    </div>
  );
}

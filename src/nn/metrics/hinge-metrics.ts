import { categoricalHinge as categoricalHingeLoss } from '../losses/categorical-hinge.ts';
import { hinge as hingeLoss } from '../losses/hinge.ts';
import { squaredHinge as squaredHingeLoss } from '../losses/squared-hinge.ts';
import { defineLossMetric } from './loss-metric.ts';

// Hinge losses as metrics: https://keras.io/api/metrics/hinge_metrics/

/** Mean of max(1 − y·p, 0). */
export const hinge = defineLossMetric(hingeLoss);
/** Mean of max(1 − y·p, 0)². */
export const squaredHinge = defineLossMetric(squaredHingeLoss);
/** Mean of max(neg − pos + 1, 0). */
export const categoricalHinge = defineLossMetric(categoricalHingeLoss);

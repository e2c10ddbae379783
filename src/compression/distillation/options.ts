/** What a distillation is asked to do, in the words of recipes. Types alone. */

/** How the student's class scores are held to the teacher's. */
export type LogitDivergence = 'forward' | 'reverse' | 'js' | 'mse' | 'dist' | 'decoupled';

export interface LogitLoss {
  readonly kind: 'logit';
  /** `forward` when left out. */
  readonly divergence?: LogitDivergence;
  /** What scores are divided by before the softmax. 4 when left out. */
  readonly temperature?: number;
  /** Share of the teacher in the loss; the rest is cross-entropy on labels. 0.9 when left out. */
  readonly alpha?: number;
  /** `dist`: weight of relations between classes and of those within one; `decoupled`: of target and of the others. */
  readonly beta?: number;
  readonly gamma?: number;
}

export interface ResponseLoss {
  readonly kind: 'response';
  /** Share of the teacher's decisions in the loss; the rest is labels. 1 when left out, so that data needs none. */
  readonly alpha?: number;
}

export type FeatureMethod = 'hint' | 'cosine' | 'attention' | 'relational';

export interface FeatureLoss {
  readonly kind: 'feature';
  /** `hint` when left out. */
  readonly method?: FeatureMethod;
  /** Which value of the student follows which of the teacher; proposed from shapes when left out. */
  readonly pairs?: readonly FeaturePair[];
  /** Weight of the features beside the other losses. 1 when left out. */
  readonly weight?: number;
  /** The logit loss that goes along with it, as in `LogitLoss`. */
  readonly temperature?: number;
  readonly alpha?: number;
}

export interface FeaturePair {
  /** Names of values, or of the nodes that make them. */
  readonly student: string;
  readonly teacher: string;
}

export type DistillLoss = LogitLoss | ResponseLoss | FeatureLoss;

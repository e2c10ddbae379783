/** The rows of reductions on the reference. */
import { reductionNames } from '../../graph/operators/names.ts';
import { describeCases } from './describeCases.ts';
import { reductionCases } from './reduction.ts';

describeCases('reductions', reductionNames, reductionCases);

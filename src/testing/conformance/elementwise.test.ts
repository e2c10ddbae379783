/** The elementwise rows on the reference. */
import { elementwiseNames } from '../../graph/operators/names.ts';
import { describeCases } from './describeCases.ts';
import { elementwiseCases } from './elementwise.ts';

describeCases('elementwise operators', elementwiseNames, elementwiseCases);

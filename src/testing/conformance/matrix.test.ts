/** The rows of matrix products on the reference. */
import { matrixNames } from '../../graph/operators/names.ts';
import { describeCases } from './describeCases.ts';
import { matrixCases } from './matrix.ts';

describeCases('matrix products', matrixNames, matrixCases);

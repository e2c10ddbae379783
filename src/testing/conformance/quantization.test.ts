/** The rows of quantization on the reference. */
import { quantizationNames } from '../../graph/operators/names.ts';
import { describeCases } from './describeCases.ts';
import { quantizationCases } from './quantization.ts';

describeCases('quantization', quantizationNames, quantizationCases);

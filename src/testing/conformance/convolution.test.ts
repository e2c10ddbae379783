/** The rows of convolutions and pools on the reference. */
import { convolutionNames } from '../../graph/operators/names.ts';
import { convolutionCases } from './convolution.ts';
import { describeCases } from './describeCases.ts';

describeCases('convolutions and pools', convolutionNames, convolutionCases);

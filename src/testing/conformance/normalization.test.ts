/** The rows of normalizations on the reference. */
import { normalizationNames } from '../../graph/operators/names.ts';
import { describeCases } from './describeCases.ts';
import { normalizationCases } from './normalization.ts';

describeCases('normalizations', normalizationNames, normalizationCases);

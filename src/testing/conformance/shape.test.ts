/** The rows of the shape operators on the reference. */
import { shapeNames } from '../../graph/operators/names.ts';
import { describeCases } from './describeCases.ts';
import { shapeCases } from './shape.ts';

describeCases('shape operators', shapeNames, shapeCases);

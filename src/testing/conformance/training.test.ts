/** The rows of training operators on the reference. */
import { trainingNames } from '../../graph/operators/names.ts';
import { describeCases } from './describeCases.ts';
import { trainingCases } from './training.ts';

describeCases('training operators', trainingNames, trainingCases);

/**
 * Hands a side on: first whether it is within what the person can accept, then as a file that opens elsewhere, as a
 * report, as a card, as a program.
 */
import { useState } from 'react';
import { CardSection } from '../card/CardSection.tsx';
import type { SideName } from '../store/types.ts';
import { CodeSection } from './export/CodeSection.tsx';
import { FileSection } from './export/FileSection.tsx';
import { Gate } from './export/Gate.tsx';
import { ReportSection } from './export/ReportSection.tsx';
import { SidePicker } from './SidePicker.tsx';
import '../library/library.css';

export default function ExportPanel() {
  const [side, setSide] = useState<SideName>('b');
  return (
    <>
      <SidePicker side={side} choose={setSide} />
      <Gate side={side} />
      <FileSection side={side} />
      <ReportSection side={side} />
      <CardSection />
      <CodeSection side={side} />
    </>
  );
}

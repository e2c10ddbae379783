/** Opens the samples that both sides answer; shows what is open. */
import { count } from '../format/numbers.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { Facts } from './Facts.tsx';
import { FileButton } from './FileButton.tsx';
import { UrlForm } from './UrlForm.tsx';

export default function DataPanel() {
  const { engine } = useStudio();
  const openPanel = useApp((state) => state.openPanel);
  const data = useApp((state) => state.opened?.data);
  const after = (work: Promise<void>): void => {
    openPanel(null);
    void work;
  };
  return (
    <>
      <p className="lede">
        Samples with labels measure accuracy; without labels the answers of both sides are compared. They stay in this
        tab.
      </p>
      <div className="tools-row">
        <FileButton className="btn btn-main" multiple onFiles={(files) => after(engine.openData(files))}>
          Choose files
        </FileButton>
        <FileButton folder onFiles={(files) => after(engine.openData(files))}>
          Choose a folder
        </FileButton>
        <button type="button" className="link" onClick={() => after(engine.openData('sample:digits'))}>
          The built-in digits
        </button>
      </div>
      <p className="label">
        idx images with their labels (also .gz), .csv, .npy, .npz, a .zip or a folder of pictures with one folder a
        class.
      </p>
      <h3>From links</h3>
      <UrlForm
        label="Addresses, one a line"
        hint="Images and labels may be two files."
        onUrls={(urls) => after(engine.openData(urls))}
      />
      <p>
        <button type="button" className="link" onClick={() => openPanel('draw')}>
          Draw a sample by hand
        </button>
      </p>
      <h3>Open now</h3>
      {data ? (
        <Facts
          rows={[
            ['name', data.name],
            ['samples', count(data.samples)],
            ['one sample', `${data.shape.join(' × ')}, ${data.dtype}`],
            ['classes', data.classes ? classWords(data.classes) : 'no labels: answers are compared, not judged'],
          ]}
        />
      ) : (
        <p className="quiet">Nothing: both sides are compared on made-up inputs, and every figure says so.</p>
      )}
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function classWords(classes: readonly string[]): string {
  const shown = classes.slice(0, 12).join(', ');
  return classes.length > 12 ? `${count(classes.length)}: ${shown}, …` : shown;
}

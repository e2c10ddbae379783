/** Opens the samples that both sides answer; shows what is open. */

import { count } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
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
        {t(
          'Samples with labels measure accuracy; without labels the answers of both sides are compared. They stay in this tab.',
        )}
      </p>
      <div className="tools-row">
        <FileButton className="btn btn-main" multiple onFiles={(files) => after(engine.openData(files))}>
          {t('Choose files')}
        </FileButton>
        <FileButton folder onFiles={(files) => after(engine.openData(files))}>
          {t('Choose a folder')}
        </FileButton>
        <button type="button" className="link" onClick={() => after(engine.openData('sample:digits'))}>
          {t('The built-in digits')}
        </button>
      </div>
      <p className="label">
        {t(
          'idx images with their labels (also .gz), .csv, .npy, .npz, a .zip or a folder of pictures with one folder a class.',
        )}
      </p>
      <h3>{t('From links')}</h3>
      <UrlForm
        label={t('Addresses, one a line')}
        hint={t('Images and labels may be two files.')}
        onUrls={(urls) => after(engine.openData(urls))}
      />
      <p>
        <button type="button" className="link" onClick={() => openPanel('draw')}>
          {t('Draw a sample by hand')}
        </button>
      </p>
      <h3>{t('Open now')}</h3>
      {data ? (
        <Facts
          rows={[
            [t('name'), data.name],
            [t('samples'), count(data.samples)],
            [t('one sample'), `${data.shape.join(' × ')}, ${data.dtype}`],
            [t('classes'), data.classes ? classWords(data.classes) : t('no labels: answers are compared, not judged')],
          ]}
        />
      ) : (
        <p className="quiet">{t('Nothing: both sides are compared on made-up inputs, and every figure says so.')}</p>
      )}
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function classWords(classes: readonly string[]): string {
  const shown = classes.slice(0, 12).join(', ');
  return classes.length > 12 ? `${count(classes.length)}: ${shown}, …` : shown;
}

/** Opens a network, or a second one as B; shows what is open, whether it fits and how its input is adapted. */
import { useState } from 'react';
import { t } from '../messages/t.ts';
import { RECORDED } from '../recorded/schema.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { AdaptationForm } from './AdaptationForm.tsx';
import { FileButton } from './FileButton.tsx';
import { ModelFacts } from './ModelFacts.tsx';
import { FitSection } from './model/FitSection.tsx';
import { UrlForm } from './UrlForm.tsx';

const FILES = '.onnx,.safetensors,.json,.data,.onnx_data';

export default function ModelPanel() {
  const { engine } = useStudio();
  const openPanel = useApp((state) => state.openPanel);
  const model = useApp((state) => state.bases[0]?.model);
  const [looked, look] = useState<string | null>(null);
  /** Opening is shown by the rail, so the panel makes way for it. */
  const after = (work: Promise<void>): void => {
    openPanel(null);
    void work;
  };
  return (
    <>
      <p className="lede">
        {t(
          'Drop a network anywhere on this page, paste its link, or choose it here. It is opened, measured and packed in this tab, and goes nowhere else.',
        )}
      </p>
      <div className="tools-row">
        <FileButton
          className="btn btn-main"
          accept={FILES}
          multiple
          onFiles={(files) => after(engine.openModel(files.length === 1 && files[0] ? files[0] : files))}
        >
          {t('Choose a network')}
        </FileButton>
        <FileButton
          accept={FILES}
          multiple
          onFiles={(files) => after(engine.openSecond(files.length === 1 && files[0] ? files[0] : files))}
        >
          {t('Choose a second one as B')}
        </FileButton>
        <button type="button" className="link" onClick={() => after(engine.openBuiltIn())}>
          {t('The built-in digit reader')}
        </button>
      </div>
      <p className="label">
        {t('.onnx with its external data, or .safetensors with its config; several files at once.')}
      </p>
      <h3>{t('From a link')}</h3>
      <UrlForm
        label={t('Address of a file')}
        hint={t('The host must allow other pages to read it.')}
        onUrls={([url]) => url && after(engine.openModel(url))}
        look={{ label: t('See first whether it fits'), onUrls: ([url]) => look(url ?? null) }}
      />
      <FitSection address={looked} model={model && model.id !== RECORDED ? model.id : null} />
      {model && <ModelFacts model={model} />}
      {model && <AdaptationForm model={model} adapt={(input) => after(engine.adaptInput(input))} />}
    </>
  );
}

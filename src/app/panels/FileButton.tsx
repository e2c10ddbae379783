/** A button that opens the file dialog; the input behind it is reached through the button alone. */
import { useRef } from 'react';

interface FileButtonProps {
  readonly children: string;
  readonly className?: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Chooses a folder with everything in it. */
  readonly folder?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

export function FileButton({ children, className = 'btn', accept, multiple, folder, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={className} onClick={() => input.current?.click()}>
        {children}
      </button>
      <input
        ref={(element) => {
          input.current = element;
          if (folder) element?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        tabIndex={-1}
        aria-label={children}
        {...(accept ? { accept } : {})}
        multiple={multiple ?? folder ?? false}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}

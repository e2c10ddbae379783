/** Files chosen by the button are lent as dropped ones are, and the plain dialog stands in where that cannot be. */
import { afterEach, expect, test, vi } from 'vitest';
import { lentFor } from './lent.ts';
import { chooseLent } from './lentAgain.ts';

const handleOf = (name: string) => ({
  name,
  getFile: async () => new File(['bytes'], name),
  requestPermission: async () => 'granted',
});

const dialog = (answer: () => Promise<unknown>) => {
  const asked = vi.fn(answer);
  vi.stubGlobal('showOpenFilePicker', asked);
  return asked;
};

afterEach(() => vi.unstubAllGlobals());

test('every chosen file has its handle, so that a reload can ask for it again', async () => {
  const handles = [handleOf('model.onnx'), handleOf('model.onnx_data')];
  const asked = dialog(async () => handles);
  const files = (await chooseLent()) ?? [];
  expect(asked).toHaveBeenCalledWith({ multiple: true });
  expect(files.map(({ name }) => name)).toEqual(['model.onnx', 'model.onnx_data']);
  expect(lentFor([...files])).toEqual({ handles });
});

test('a dialog that is shut chooses nothing', async () => {
  dialog(() => Promise.reject(new DOMException('The user aborted a request.', 'AbortError')));
  expect(await chooseLent()).toEqual([]);
});

test.each([
  ['no such dialog', null],
  ['a frame of another page', new DOMException('Cross origin sub frames are not allowed.', 'SecurityError')],
])('the plain dialog does where there is %s', async (_, error) => {
  if (error) dialog(() => Promise.reject(error));
  expect(await chooseLent()).toBeNull();
});

/** Every sentence that the engine makes has its German, and is recognised when it comes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineSentences, shapeOf } from '../../testing/sentences.ts';
import { takeLocale } from '../format/numbers.ts';
import tellGerman, { SENTENCES, WORDS } from './de/engine/index.ts';
import page from './de/index.ts';

const PLACES = /\{[#=~*!]?(\w+)\}/g;
const placesOf = (text: string): string[] =>
  [...text.matchAll(/\{[#=~*!]?(\w+)(?:\|[^}]*)?\}/g)].map(([, name]) => name);

beforeAll(() => takeLocale('de-DE'));
afterAll(() => takeLocale('en-GB'));

/** What stands for a value of a kind: a number, a clause that is known, an ending. */
const VALUES: Readonly<Record<string, string>> = { '#': '7', '!': '7', '~': '' };

describe('German', () => {
  const made = engineSentences();

  test('every sentence of the engine has it', () => {
    const known = new Set(Object.keys({ ...SENTENCES, ...WORDS }).map(shapeOf));
    const missing = made.filter(({ text }) => !known.has(shapeOf(text)) && !(text in page));
    expect(missing.map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
  });

  test('no sentence of it is one that the engine no longer makes', () => {
    const shapes = new Set(made.map(({ text }) => shapeOf(text)));
    expect(Object.keys(SENTENCES).filter((key) => !shapes.has(shapeOf(key)))).toEqual([]);
  });

  test('every translation takes the values of its sentence', () => {
    for (const [key, says] of Object.entries({ ...SENTENCES, ...WORDS })) {
      expect(placesOf(key), key).toEqual(expect.arrayContaining(placesOf(says)));
    }
  });

  test('every sentence is recognised as itself', () => {
    const wrong = Object.entries(SENTENCES).flatMap(([key, says]) => {
      const values = Object.fromEntries(
        placesOf(key).map((name, i) => [name, VALUES[key[key.indexOf(`${name}}`) - 1]] ?? `v${i}`]),
      );
      const fill = (text: string) =>
        text
          .replaceAll(PLACES, (_, name: string) => values[name])
          .replaceAll(/\{(\w+)\|([^|]*)\|([^}]*)\}/g, (_, name, one, other) => (values[name] === '1' ? one : other));
      const got = tellGerman(fill(key));
      return got === fill(says) ? [] : [`${key}\n  ${got}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('what the engine puts together', () => {
  test.each([
    [
      '0.45 points (−0.35 to +1.20); nearly free is at most half a point lost, with all of its interval.',
      '0,45 Punkte (−0,35 bis +1,20); fast umsonst heißt höchstens ein halber Punkt Verlust, mit dem ganzen Intervall.',
    ],
    [
      'INT8 ×0.51, INT4 ×0.55 of the bytes before; a half is ×0.45 to ×0.55, scales and biases included.',
      'INT8 ×0,51, INT4 ×0,55 der Bytes davor; eine Hälfte heißt ×0,45 bis ×0,55, Skalen und Bias-Werte mitgezählt.',
    ],
    [
      'W4 group 32 asymmetric is the smallest of 12 that loses at most 1 point of accuracy: -0.2 points of accuracy, at worst −0.8, on 2000 samples.',
      'W4 Gruppe 32 asymmetrisch ist das kleinste von 12, das höchstens 1 Punkt an Genauigkeit verliert: −0,2 Punkte Genauigkeit, schlimmstenfalls −0,8, an 2.000 Beispielen.',
    ],
    [
      'net.onnx: node "a model" (Conv) at byte 1,204 has 7 inputs or outputs; at most 4,096 are read.',
      'net.onnx: Knoten „a model“ (Conv) bei Byte 1.204 hat 7 Eingaben oder Ausgaben; höchstens 4.096 werden gelesen.',
    ],
    [
      'labels.csv: line 3 has 2 columns, the first line 4; give every line the same.',
      'labels.csv: Zeile 3 hat 2 Spalten, die erste Zeile 4; jeder Zeile gleich viele geben.',
    ],
    [
      'The model runs one sample at a time. Node "x" (Softmax) stands in the way of a batch: its output "y" has no leading batch. Run the model one sample at a time.',
      'Das Modell rechnet ein Beispiel auf einmal. Knoten „x“ (Softmax) steht einem Batch im Weg: seine Ausgabe „y“ beginnt nicht mit dem Batch. Das Modell ein Beispiel auf einmal rechnen lassen.',
    ],
    [
      'google swiftshader is a software adapter; measured here, WebAssembly takes 1.4 ms for a batch of the sample, WebGPU 9.0 ms.',
      'google swiftshader ist ein Software-Adapter; hier gemessen: WebAssembly braucht 1,4 ms für einen Batch des Beispielnetzes, WebGPU 9,0 ms.',
    ],
    [
      'steps[0].weights.bits is 9, but should be 2, 3, 4 or 8.',
      'steps[0].weights.bits ist 9, sollte aber 2, 3, 4 oder 8 sein.',
    ],
    [
      'INT4 is noticeable: does not hold here (−0.15 points (−0.30 to +0.10); noticeable is a loss that is no chance, and not certain to be under half a point). Below 4 bits quality drops quickly: holds here (3 bits −0.95 points (−1.40 to −0.50), 2 bits −7.45 points (−9.00 to −6.50); quickly is more than 5 points at 2 bits).',
      'INT4 ist spürbar: trifft hier nicht zu (−0,15 Punkte (−0,30 bis +0,10); merklich ist ein Verlust, der kein Zufall ist und nicht sicher unter einem halben Punkt liegt). Unter 4 Bit fällt die Qualität schnell: trifft hier zu (3 Bit: −0,95 Punkte (−1,40 bis −0,50), 2 Bit: −7,45 Punkte (−9,00 bis −6,50); schnell heißt mehr als 5 Punkte bei 2 Bit).',
    ],
    [
      '72.5 % at 33 % of the bytes, 80 % at 40 % of the bytes; kept is accuracy over the teacher’s.',
      '72,5 % bei 33 % der Bytes, 80 % bei 40 % der Bytes; der Anteil ist die Genauigkeit, geteilt durch die des Lehrers.',
    ],
    [
      'The GPU ran out of memory while running digits (1200 bytes): Buffer allocation failed. Use a smaller batch or a smaller model, or close other tabs.',
      'Der GPU ging der Speicher aus (digits wird gerechnet, 1.200 Bytes): Buffer allocation failed. Einen kleineren Batch oder ein kleineres Modell nehmen, oder andere Tabs schließen.',
    ],
    [
      'onnxruntime stopped: Non-zero status code returned while running Reshape node. Name:"x" is empty',
      'onnxruntime hat angehalten: Non-zero status code returned while running Reshape node. Name:"x" is empty',
    ],
    ['Something that no template says, 0.5 of it.', 'Something that no template says, 0.5 of it.'],
  ])('%s', (english, german) => {
    expect(tellGerman(english)).toBe(german);
  });
});

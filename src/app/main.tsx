/** Entry of the page: mounts the application. */

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with id "root"; the page cannot start.');
createRoot(root).render(
  <StrictMode>
    <main>
      <h1>Decant</h1>
    </main>
  </StrictMode>,
);

/** What leaves the page: a file, or paper. */

/** Long enough for a browser to have begun; it keeps what it reads. */
const BEGUN_MS = 60_000;

export function saveFile(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, BEGUN_MS);
}

/** Prints a page of its own, so that nothing of what is around it gets on paper. */
export function printPage(page: string): void {
  const frame = document.createElement("iframe");
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.style.cssText = "position:fixed;width:0;height:0;border:0;visibility:hidden";
  frame.srcdoc = page;
  frame.addEventListener("load", () => {
    frame.contentWindow?.addEventListener("afterprint", () => {
      frame.remove();
    });
    frame.contentWindow?.print();
  });
  document.body.append(frame);
}

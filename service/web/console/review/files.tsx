// Photos and papers that an applicant has added; that one looks at them is on record first.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call, readFile } from "../../shared/api/call";
import type { FootageFile } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { alsoHear } from "../../shared/live/stream";
import { Failed } from "../../shared/ui/parts";
import { reviewWords } from "../../shared/words/review";
import { PictureDialog } from "../brought";

export function Files(props: { footage_id: string }) {
  const { footage_id } = props;
  const w = reviewWords.value.files;
  const files = useSignal<readonly FootageFile[] | null>(null);
  const failed = useSignal(false);
  const open = useSignal<FootageFile | null>(null);
  const read = async () => {
    try {
      const path = { footage_id };
      files.value = await call("get", "/v1/footage-requests/{footage_id}/files", { path });
      failed.value = false;
    } catch {
      failed.value = files.peek() === null;
    }
  };
  useEffect(() => {
    void read();
    return alsoHear((event) => {
      const isTold = event.topic === "footage.messaged" || event.topic === "footage.ended";
      if (isTold && event.body.footage_id === footage_id) void read();
    });
  }, [footage_id]);
  if (failed.value) return <Failed again={() => void read()} />;
  const kept = (files.value ?? []).filter((one) => one.purged_at === null);
  if (kept.length === 0) return null;
  return (
    <div class="review-files">
      <h4>{w.title}</h4>
      <div class="office-acts">
        {kept.map((one, at) => (
          <button
            key={one.file_id}
            type="button"
            class="button small"
            onClick={() => {
              open.value = one;
            }}
          >
            {w.kind[one.kind]} {at + 1}
          </button>
        ))}
      </div>
      {open.value && (
        <PictureDialog
          title={w.kind[open.value.kind]}
          alt={w.kind[open.value.kind]}
          below={w.added(timeOf(open.value.at))}
          bring={bringing(footage_id, open.value)}
          onClose={() => {
            open.value = null;
          }}
        />
      )}
    </div>
  );
}

function bringing(footage_id: string, file: FootageFile): () => Promise<Blob> {
  return () => readFile(`/v1/footage-requests/${footage_id}/files/${file.file_id}`);
}

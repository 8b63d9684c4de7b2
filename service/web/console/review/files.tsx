// Photos and papers that an applicant has added; that one looks at them is on record first.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call, readFile } from "../../shared/api/call";
import type { FootageFile } from "../../shared/api/forms";
import { timeOf } from "../../shared/format";
import { alsoHear } from "../../shared/live/stream";
import { Dialog } from "../../shared/ui/dialog";
import { Failed, Waiting } from "../../shared/ui/parts";
import { words } from "../../shared/words";
import { reviewWords } from "../../shared/words/review";
import { Trouble } from "../office/trouble";

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
        <Shown
          footage_id={footage_id}
          file={open.value}
          onClose={() => {
            open.value = null;
          }}
        />
      )}
    </div>
  );
}

function Shown(props: { footage_id: string; file: FootageFile; onClose: () => void }) {
  const { footage_id, file } = props;
  const w = reviewWords.value.files;
  const url = useSignal<string | null>(null);
  const trouble = useSignal<unknown>(null);
  useEffect(() => {
    let gone = false;
    readFile(`/v1/footage-requests/${footage_id}/files/${file.file_id}`).then(
      (blob) => {
        if (!gone) url.value = URL.createObjectURL(blob);
      },
      (error: unknown) => {
        trouble.value = error;
      },
    );
    return () => {
      gone = true;
      if (url.peek()) URL.revokeObjectURL(url.peek() ?? "");
    };
  }, []);
  return (
    <Dialog
      title={w.kind[file.kind]}
      class="wide"
      onClose={props.onClose}
      foot={
        <button type="button" class="button main" onClick={props.onClose}>
          {words.value.act.dismiss}
        </button>
      }
    >
      {url.value === null && trouble.value === null && <Waiting lines={4} />}
      {url.value && <img class="review-file" src={url.value} alt={w.kind[file.kind]} />}
      <p class="quiet office-small">{w.added(timeOf(file.at))}</p>
      <Trouble error={trouble.value} />
    </Dialog>
  );
}

// Every word of the managing unit's page.

export const en = {
  title: "Consent of the managing unit",
  about: "A citizen asks to see what public cameras have recorded.",
  law: "Without your consent nothing of your cameras is shown (Decree 799, article 21). Whoever looks is on record, strangers are masked, and nothing is taken away.",
  nobody: "Who applies is not told here.",
  question: (unit: string) => `${unit} is asked`,
  number: (n: number) => `Request ${n}`,
  category: {
    lost_property: "Lost property",
    missing_person: "Missing person",
    traffic_accident: "Traffic accident",
    dispute: "Dispute",
    other_help: "Other help",
  },
  cameras: (count: number) =>
    count === 1
      ? "Exactly this camera and these minutes"
      : `Exactly these ${count} cameras and minutes`,
  due: (when: string) => `Please answer by ${when}`,
  late: (when: string) => `An answer was expected by ${when}; it is still taken`,
  minors: "Minors may be seen: a second person of the office has to agree as well.",
  answer: "Your answer",
  grant: "We consent",
  refuse: "We do not consent",
  withdraw: "We take our consent back",
  granted: "You have consented. You may take it back.",
  by: "Your name",
  byHint: "Who answers for the unit; it is kept with the answer.",
  send: "Send the answer",
  need: "Choose an answer and say who gives it.",
  done: {
    granted: "Your consent is kept.",
    refused: "Your refusal is kept.",
    withdrawn: "Your consent is taken back.",
    asked: "",
    ended: "",
  },
  used: "This link is used up. To change the answer sign in, or ask the office for another link.",
  state: {
    asked: "Waits for your answer",
    granted: "You consent",
    refused: "You do not consent",
    withdrawn: "You took your consent back",
    ended: "No longer asked",
  },
  answered: (when: string, who: string) => (who ? `${when}, ${who}` : when),
  wrong: {
    used: "This link was used already.",
    usedHint: "Each link is good once. Ask the office for another where the answer has to change.",
    over: "The time of this link is over.",
    overHint: "A link is good for a day. Ask the office for another.",
    unusable: "This link is not known.",
    unusableHint:
      "It may have been replaced by a newer one, be for another unit, or not be whole. Ask the office for another.",
    unreachable: "Nobody answers.",
    unreachableHint: "Your answer has not been sent. Look at your network and try again.",
  },
  list: {
    title: "Questions to your unit",
    none: "Nobody has asked your unit.",
    noneHint: "Questions appear here by themselves.",
    open: "To be answered",
    answered: "Answered",
    kept: "Your answer is kept.",
    sure: (label: string) => `${label}: press again`,
  },
};

export type ConsentWords = typeof en;

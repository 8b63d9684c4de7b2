// Icons, drawn for these pages on a grid of 24. They stand beside words, or their button has a name.
import type { ComponentChildren } from "preact";

function icon(children: ComponentChildren) {
  return () => (
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const BellIcon = icon(
  <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4M12 2.5V5" />,
);
export const BellOffIcon = icon(
  <path d="M8 7.2A6 6 0 0 1 18 11v4m-1 3.5H4.5l1.5-2V11m4 10h4M4 3l16 18" />,
);
export const ShieldIcon = icon(<path d="M12 3l7 2.5V11c0 4.6-2.9 8-7 10-4.1-2-7-5.4-7-10V5.5z" />);
export const CheckIcon = icon(<path d="M4.5 12.5l5 5 10-11" />);
export const CrossIcon = icon(<path d="M6 6l12 12M18 6L6 18" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const MinusIcon = icon(<path d="M5 12h14" />);
export const FitIcon = icon(<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />);
export const WarnIcon = icon(<path d="M12 3.5l9.5 16.5h-19zM12 10v4.5M12 17.2v.1" />);
export const InfoIcon = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <path d="M12 11v5.5M12 7.6v.1" />
  </>,
);
export const MenuIcon = icon(<path d="M4 7h16M4 12h16M4 17h16" />);
export const BackIcon = icon(<path d="M14.5 5.5L8 12l6.5 6.5" />);
export const NextIcon = icon(<path d="M9.5 5.5L16 12l-6.5 6.5" />);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </>,
);
export const LiveIcon = icon(
  <>
    <circle cx="12" cy="12" r="2.5" fill="currentColor" />
    <path d="M7 7a7 7 0 0 0 0 10M17 7a7 7 0 0 1 0 10" />
  </>,
);
export const AgainIcon = icon(<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 3.5v4h-4" />);
export const NoLineIcon = icon(
  <path d="M8.2 8.3A7 7 0 0 0 7 17M5 5l14 14M15.8 15.7A7 7 0 0 0 17 7M12 12v.1" />,
);
export const CameraIcon = icon(
  <>
    <path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z" />
    <circle cx="12" cy="13" r="3.2" />
  </>,
);
export const OldIcon = icon(
  <path d="M4.5 12a7.5 7.5 0 1 0 2.2-5.3M4.5 3.5v4h4M12 8v4.3l2.8 1.7" />,
);
export const FrozenIcon = icon(
  <path d="M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9M9.5 4.5L12 7l2.5-2.5M9.5 19.5L12 17l2.5 2.5" />,
);
export const BlackIcon = icon(<path d="M3.5 5.5h17v13h-17z" fill="currentColor" />);
export const BrightIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M5.3 18.7l2.1-2.1M16.6 7.4l2.1-2.1" />
  </>,
);
export const NoSignalIcon = icon(<path d="M3.5 5.5h17v11h-17zM8 20h8M9 8.5l6 5M15 8.5l-6 5" />);
export const PlayIcon = icon(<path d="M8 5.5v13l11-6.5z" fill="currentColor" />);
export const PauseIcon = icon(<path d="M8.5 5.5v13M15.5 5.5v13" />);
export const CopyIcon = icon(<path d="M9 8.5h10.5V20H9zM15 8.5V4H4.5v11.5H9" />);
export const StopIcon = icon(<path d="M6.5 6.5h11v11h-11z" fill="currentColor" />);
export const NoteIcon = icon(<path d="M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 9h7M8.5 12.5h4" />);
export const PersonIcon = icon(
  <>
    <circle cx="12" cy="8" r="3.5" />
    <path d="M5 20c.6-4 3.4-6 7-6s6.4 2 7 6" />
  </>,
);
export const CommandIcon = icon(<path d="M6 21V4M6 4.5h11l-2 4 2 4H6" />);
export const MoveIcon = icon(<path d="M4 12h15M13.5 6.5L19 12l-5.5 5.5" />);
export const MergeIcon = icon(<path d="M6 4v3.5c0 3 6 3.5 6 6.5V20M18 4v3.5c0 3-6 3.5-6 6.5" />);
export const FaultIcon = icon(<path d="M13 3L5.5 13.5H11L10 21l8-11h-5.8z" />);
export const PinIcon = icon(
  <>
    <path d="M12 21c4.5-4.7 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2 6.3 6.5 11z" />
    <circle cx="12" cy="10" r="2.3" />
  </>,
);
export const QueueIcon = icon(
  <path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1" />,
);
export const MapIcon = icon(
  <path d="M3.5 6l5.5-2 6 2 5.5-2v14L15 20l-6-2-5.5 2zM9 4v14M15 6v14" />,
);
export const GearIcon = icon(
  <>
    <circle cx="12" cy="12" r="3" />
    <path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1" />
  </>,
);
export const KeyIcon = icon(
  <path d="M3.5 6.5h17v11h-17zM7 10h.1M10.4 10h.1M13.7 10h.1M17 10h.1M8 14h8" />,
);
export const PhoneIcon = icon(
  <path d="M5 4h4l1.5 5-2.3 1.6a12 12 0 0 0 5.2 5.2L15 13.5l5 1.5v4a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4z" />,
);
export const PrintIcon = icon(<path d="M7 8.5V3.5h10v5M7 17H4V8.5h16V17h-3M7 13.5h10v7H7z" />);
export const OfficeIcon = icon(
  <path d="M5 4h14v16H5zM9 8.5h6M9 12h6M9 15.5h3.5M2.5 8H5M2.5 12H5M2.5 16H5" />,
);
export const OutIcon = icon(<path d="M14 4H5v16h9M10.5 12H20M16.5 8.5L20 12l-3.5 3.5" />);

export const BagIcon = icon(<path d="M5 8.5h14l1 11.5H4zM8.5 8.5V7a3.5 3.5 0 0 1 7 0v1.5" />);
export const FilmIcon = icon(
  <path d="M3.5 5.5h17v13h-17zM7.5 5.5v13M16.5 5.5v13M3.5 10h4M3.5 14h4M16.5 10h4M16.5 14h4" />,
);
export const CarIcon = icon(
  <path d="M4 16.5v-4l2-5.5h12l2 5.5v4zM4.5 12.5h15M6 16.5v2M18 16.5v2M7.5 14.7h.1M16.4 14.7h.1" />,
);
export const MotorcycleIcon = icon(
  <>
    <circle cx="5.5" cy="16" r="3" />
    <circle cx="18.5" cy="16" r="3" />
    <path d="M5.5 16l4-5h5.5l3.5 5M12.5 16h-3M15 11l-1.5-3.5H11M15 11l2.5-2" />
  </>,
);
export const BicycleIcon = icon(
  <>
    <circle cx="5.8" cy="15.5" r="3.3" />
    <circle cx="18.2" cy="15.5" r="3.3" />
    <path d="M5.8 15.5l3.7-7H15l3.2 7M9.5 8.5l3 7H5.8M8 6.5h3M12.5 15.5L15 8.5M15 6.5h1.8" />
  </>,
);
export const FootIcon = icon(
  <>
    <circle cx="13" cy="4.5" r="1.7" />
    <path d="M9 21l2.5-6 2 2v4M11.5 15l.8-5.5L9 11v3M12.3 9.5l2.7 2.5h2.5" />
  </>,
);

export const DuressIcon = icon(
  <path d="M8 11V6.5a1.5 1.5 0 0 1 3 0V10V4.5a1.5 1.5 0 0 1 3 0V10V6a1.5 1.5 0 0 1 3 0v7.5c0 4-2 6.5-5.5 6.5-3 0-4.2-1.5-5.5-4L4.5 13.2c-.7-1.6 1-2.5 2-1.2L8 13.5z" />,
);
export const MedicalIcon = icon(<path d="M9 4h6v5h5v6h-5v5H9v-5H4V9h5z" />);
export const FireIcon = icon(
  <path d="M12 3c.5 3.5 5.5 5.5 5.5 11a5.5 5.5 0 0 1-11 0c0-2.5 1.3-4 2.5-5 .2 1.5 1 2.3 2 2.5C10.5 8.5 10.5 5.5 12 3z" />,
);
export const IntruderIcon = icon(
  <path d="M5 21V4h9v17M3 21h13M11 12.5v.1M17 9h5M19.5 6.5L22 9l-2.5 2.5" />,
);
export const ChildIcon = icon(
  <>
    <circle cx="10" cy="6" r="2.7" />
    <path d="M5.5 13.5L10 11l4 2M10 11v5l-2.5 5M10 16l2.5 5M17.5 8.5a2 2 0 1 1 2.7 1.9c-.5.2-.7.6-.7 1.1v.8M19.5 15.3v.1" />
  </>,
);
export const SeekIcon = icon(
  <>
    <circle cx="10.5" cy="10.5" r="7" />
    <circle cx="10.5" cy="8.3" r="1.9" />
    <path d="M7 14c.6-2 1.8-3 3.5-3s2.9 1 3.5 3M16 16l4.5 4.5" />
  </>,
);
export const TamperIcon = icon(<path d="M6 11V8a6 6 0 0 1 11.5-2.3M4.5 11h15v9.5h-15zM12 15v2" />);
export const PlugIcon = icon(<path d="M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4" />);
export const BatteryIcon = icon(<path d="M3 8h15v8H3zM21 11v2M6 11v2" />);
export const LineIcon = icon(<path d="M3 12h6M15 12h6M9 8.5v7M15 8.5v7M11.5 6l1-2M11.5 18l1 2" />);

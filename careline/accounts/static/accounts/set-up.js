// Offers the time zone and the language of the person's own browser, as long as nothing else was chosen.

export default function mount(form) {
  const { time_zone: zone, language } = form.elements;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone?.value === "UTC" && [...zone.options].some((option) => option.value === here)) zone.value = here;
  const spoken = navigator.language.split("-")[0];
  if (language?.value === "en" && [...language.options].some((option) => option.value === spoken)) language.value = spoken;
}

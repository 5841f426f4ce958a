// The one-time link of the demonstration: its form is sent as soon as it stands. Without script there is a button.
document.querySelector("form[data-begin]")?.requestSubmit();

// "Forget this chat on this device", with a question first.

export function offerToForget(unsent, forgetAll) {
  const dialog = document.getElementById("forget-dialog");
  const button = document.getElementById("forget");
  button.hidden = false;
  button.addEventListener("click", () => {
    document.getElementById("menu").open = false;
    document.getElementById("forget-unsent").hidden = !unsent();
    dialog.returnValue = "no";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") forgetAll();
    // The button that opened the dialog lies in a closed menu now.
    const after = dialog.returnValue === "yes" ? "start-new" : "menu-button";
    document.getElementById(after).focus();
  });
}

// The page's title. While the page is hidden, in a row of tabs that anybody may see, it is neutral and carries the
// number of unread messages, never a word of them.

export class Title {
  constructor(neutral) {
    this.plain = document.title;
    this.neutral = neutral;
    this.unread = 0;
    document.addEventListener("visibilitychange", () => this.count(0));
    this.count(0);
  }

  count(fresh) {
    this.unread = document.hidden ? this.unread + fresh : 0;
    const hidden = this.unread ? `(${this.unread}) ${this.neutral}` : this.neutral;
    document.title = document.hidden ? hidden : this.plain;
  }
}

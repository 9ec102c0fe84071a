import { Component } from "react";
import { useEditor } from "../store";
import { Broken } from "./Broken";

interface Props {
  readonly children: React.ReactNode;
}

/** Where one part fails to draw itself, the others stay; the next change is another chance. */
export class Fence extends Component<Props, { readonly broken: boolean }> {
  override readonly state = { broken: false };
  private stop: () => void = () => undefined;

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(): void {
    this.stop();
    this.stop = useEditor.subscribe(this.again);
  }

  override componentWillUnmount(): void {
    this.stop();
  }

  readonly again = (): void => {
    this.stop();
    this.setState({ broken: false });
  };

  override render(): React.ReactNode {
    return this.state.broken ? <Broken again={this.again} /> : this.props.children;
  }
}
